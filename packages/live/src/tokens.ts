import { signToken, verifyToken } from "@firecrest/channels";
import { decodeFlash, type Flash, NO_FLASH } from "./flash.ts";
import type { Session } from "./live.ts";
import type { UploadClaims } from "./uploads/upload-message.ts";

/** What a page's session token says: which view, on which topic, for which browser session. */
export interface SessionClaims {
  /** The container's DOM id; the token is good for the topic `lv:<id>` only. */
  readonly id: string;
  /** The view's name in the app; "" for one that the view around it knows. */
  readonly view: string;
  /** The live session of the route that mounted it. */
  readonly liveSession?: string | undefined;
  /** The DOM id of the view around it. */
  readonly parentId?: string | undefined;
  /** What was added to the session cookie's content for it: JSON values. */
  readonly session?: Session | undefined;
}

/** Ports that signing needs. */
export interface TokenOptions {
  /** The first signs, all verify: put a new one in front to rotate. At least 32 characters each. */
  readonly secrets: readonly string[];
  readonly nowMs: () => number;
}

const SESSION_MAX_AGE_MS = 14 * 24 * 60 * 60 * 1_000;
const FLASH_MAX_AGE_MS = 60 * 1_000;

/** Signs and verifies what travels in a page's attributes and in the flash (liveview-protocol §2). Not compatible with Elixir's tokens. */
export class Tokens {
  readonly #secrets: readonly string[];
  readonly #nowMs: () => number;

  constructor({ secrets, nowMs }: TokenOptions) {
    this.#secrets = secrets;
    this.#nowMs = nowMs;
  }

  signSession(claims: SessionClaims): string {
    const { id, view, liveSession, parentId, session } = claims;
    const isPlain = liveSession === undefined && parentId === undefined && session === undefined;
    return this.#sign("live session", isPlain ? [id, view] : [id, view, { liveSession, parentId, session }]);
  }

  verifySession(token: unknown): SessionClaims | undefined {
    const data = this.#verify("live session", token, SESSION_MAX_AGE_MS);
    if (!Array.isArray(data)) return undefined;
    const [id, view, rest] = data as unknown[];
    // What verifies was signed above.
    return typeof id === "string" && typeof view === "string"
      ? { id, view, ...(rest as object | undefined) }
      : undefined;
  }

  signStatic(id: string, flash: Flash): string {
    return this.#sign("live static", flash === NO_FLASH ? [id] : [id, flash]);
  }

  verifyStatic(token: unknown): { readonly id: string; readonly flash: Flash } | undefined {
    const data = this.#verify("live static", token, SESSION_MAX_AGE_MS);
    if (!Array.isArray(data) || typeof data[0] !== "string") return undefined;
    return { id: data[0], flash: decodeFlash(data[1]) };
  }

  /** A token for a flash that travels with a redirect, good for 60 seconds; undefined when there is nothing to say. */
  signFlash(flash: Flash): string | undefined {
    return flash === NO_FLASH ? undefined : this.#sign("live flash", flash);
  }

  verifyFlash(token: unknown): Flash {
    return decodeFlash(this.#verify("live flash", token, FLASH_MAX_AGE_MS));
  }

  /** A token for the upload of one entry. Where it leads is known to this process alone, and only while its view is there. */
  signUpload({ uploadRef, entryRef }: UploadClaims): string {
    return this.#sign("live upload", [uploadRef, entryRef]);
  }

  verifyUpload(token: unknown): UploadClaims | undefined {
    const data = this.#verify("live upload", token, SESSION_MAX_AGE_MS);
    if (!Array.isArray(data)) return undefined;
    const [uploadRef, entryRef] = data as unknown[];
    return typeof uploadRef === "string" && typeof entryRef === "string" ? { uploadRef, entryRef } : undefined;
  }

  #sign(salt: string, data: unknown): string {
    return signToken({ keys: this.#secrets, salt, data, nowMs: this.#nowMs() });
  }

  #verify(salt: string, token: unknown, maxAgeMs: number): unknown {
    if (typeof token !== "string" || token === "") return undefined;
    const result = verifyToken({ keys: this.#secrets, salt, token, maxAgeMs, nowMs: this.#nowMs() });
    return result.ok ? result.data : undefined;
  }
}
