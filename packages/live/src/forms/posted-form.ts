import { CSRF_SESSION_KEY, type Session, verifyCsrfToken } from "@firecrest/channels";
import { LiveError } from "../errors.ts";
import { decodeForm, nestPairs } from "./form-params.ts";
import { CSRF_FIELD, METHOD_FIELD } from "./sent-names.ts";

/** What came of reading a posted form. */
export type PostedForm =
  | {
      readonly ok: true;
      /** The request's, or the one that the form's `_method` names in its place. */
      readonly method: string;
      /** Its fields, for `form(schema, params, { submitted: true })`. A file is a `File`. */
      readonly params: Readonly<Record<string, unknown>>;
    }
  | {
      readonly ok: false;
      /**
       * "forged": no page of this session has made it; answer 403. "too-large": more than 2,000 fields or 32 levels; 413. "not-a-form":
       * the body is neither `application/x-www-form-urlencoded` nor `multipart/form-data`, or broken; 415.
       */
      readonly reason: "forged" | "too-large" | "not-a-form";
    };

/**
 * Reads a form that a browser has posted to the app's `fetch`, and makes sure that a page of the same session has made it: by the token in
 * its field `_csrf_token`, which `Form` writes, or in the header `x-csrf-token`. `session` is what the request's cookie holds; null is
 * nobody's, and nobody's form is forged.
 */
export async function readForm(request: Request, session: Session | null): Promise<PostedForm> {
  const fields = await readFields(request);
  if (typeof fields === "string") return { ok: false, reason: fields };
  const { [CSRF_FIELD]: token = request.headers.get("x-csrf-token"), [METHOD_FIELD]: method, ...params } = fields;
  if (!verifyCsrfToken(session?.[CSRF_SESSION_KEY], token)) return { ok: false, reason: "forged" };
  return { ok: true, method: methodOf(request, method), params };
}

async function readFields(request: Request): Promise<Readonly<Record<string, unknown>> | "too-large" | "not-a-form"> {
  if (request.bodyUsed)
    throw new TypeError("readForm got a request whose body has been read. It reads the body itself.");
  const type = request.headers.get("content-type")?.split(";", 1)[0]?.trim().toLowerCase();
  try {
    if (type === "application/x-www-form-urlencoded") return decodeForm(await request.text());
    if (type === "multipart/form-data") return nestPairs([...(await request.formData())]);
    return "not-a-form";
  } catch (error) {
    if (error instanceof LiveError) return "too-large";
    // What a broken multipart body throws.
    if (error instanceof TypeError) return "not-a-form";
    throw error;
  }
}

const OVERRIDES = new Set(["PUT", "PATCH", "DELETE"]);

/** Browsers know two methods; `Form` writes the others into a field of a form that is posted. */
function methodOf({ method }: Request, override: unknown): string {
  const named = typeof override === "string" ? override.toUpperCase() : "";
  return method === "POST" && OVERRIDES.has(named) ? named : method;
}
