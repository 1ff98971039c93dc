import {
  createCsrfSecret,
  CSRF_SESSION_KEY,
  maskCsrfToken,
  type RandomBytes,
  type SessionStore,
} from "@firecrest/channels";
import { type Flash, NO_FLASH } from "./flash.ts";
import type { Session } from "./live.ts";
import type { Tokens } from "./tokens.ts";

/** The cookie in which a flash travels to the next page, for 60 seconds. Upstream's client writes it too. */
export const FLASH_COOKIE = "__phoenix_flash__";

/** What reading and writing a page's cookies needs. */
export interface SessionPorts {
  readonly sessions: SessionStore;
  readonly tokens: Tokens;
  readonly random: RandomBytes;
}

/** The session behind one page request: what its cookies said, and what they shall say next. */
export class PageSession {
  readonly data: Session;
  /** The messages that came with the request; they are shown once. */
  readonly flash: Flash;
  readonly #ports: SessionPorts;
  readonly #csrfSecret: string;
  readonly #isNew: boolean;
  readonly #hasFlashCookie: boolean;

  constructor(ports: SessionPorts, cookieHeader: string | undefined) {
    this.#ports = ports;
    const stored = ports.sessions.read(cookieHeader);
    const secret = stored?.[CSRF_SESSION_KEY];
    this.#isNew = typeof secret !== "string";
    this.#csrfSecret = typeof secret === "string" ? secret : createCsrfSecret(ports.random);
    this.data = stored !== null && !this.#isNew ? stored : { ...stored, [CSRF_SESSION_KEY]: this.#csrfSecret };
    const flashToken = flashCookie(cookieHeader);
    this.#hasFlashCookie = flashToken !== undefined;
    this.flash = flashToken === undefined ? NO_FLASH : ports.tokens.verifyFlash(flashToken);
  }

  /** A token for this page's socket and forms, different on every page. */
  csrfToken(): string {
    return maskCsrfToken(this.#csrfSecret, this.#ports.random);
  }

  /** `Set-Cookie` values: a new visitor's session, and the end of a flash that has been read. */
  cookies(): string[] {
    const cookies: string[] = [];
    if (this.#isNew) cookies.push(this.#ports.sessions.write(this.data));
    if (this.#hasFlashCookie) cookies.push(`${FLASH_COOKIE}=; Max-Age=0; Path=/; SameSite=Lax`);
    return cookies;
  }
}

function flashCookie(header: string | undefined): string | undefined {
  if (header === undefined) return undefined;
  const start = header.indexOf(`${FLASH_COOKIE}=`);
  if (start === -1) return undefined;
  const end = header.indexOf(";", start);
  return header.slice(start + FLASH_COOKIE.length + 1, end === -1 ? undefined : end);
}
