import mime from "mime";
import { LiveError } from "../errors.ts";

/** An `accept` option, ready to be asked. */
export interface AcceptRule {
  /** The file input's attribute; undefined when every file is accepted. */
  readonly attribute: string | undefined;
  /** With their dot, in lower case. */
  readonly extensions: readonly string[];
  /** In lower case; one that ends in `/*` stands for all of its kind. Those of the known extensions are among them. */
  readonly types: readonly string[];
}

const EXTENSION = /^\.[^\s,/*]+$/;
const TYPE = /^[a-z]+\/(?:\*|[a-z0-9][a-z0-9!#$&^_.+-]*)$/;

/** Reads an `accept` option. Throws `invalid-upload` for what is neither an extension nor a MIME type. */
export function parseAccept(accept: readonly string[] | "any"): AcceptRule {
  if (accept === "any") return { attribute: undefined, extensions: [], types: [] };
  if (!Array.isArray(accept) || accept.length === 0) throw invalidAccept(accept);
  const specifiers = accept.map((one: unknown) => (typeof one === "string" ? one.toLowerCase() : ""));
  specifiers.forEach((one, index) => {
    if (!EXTENSION.test(one) && !TYPE.test(one)) throw invalidAccept(accept[index]);
  });
  const extensions = specifiers.filter((one) => one.startsWith("."));
  const ofExtensions = extensions.flatMap((extension) => mime.getType(extension) ?? []);
  return {
    attribute: accept.join(","),
    extensions,
    types: [...specifiers.filter((one) => !one.startsWith(".")), ...ofExtensions],
  };
}

/** May this file be uploaded, by the type that the browser gives it or by its name (liveview-features I5)? */
export function isAccepted(rule: AcceptRule, file: { readonly name: string; readonly type: string }): boolean {
  return rule.attribute === undefined || acceptsType(rule, bareType(file.type)) || acceptsName(rule, file.name);
}

/** Does one of the accepted extensions end the name? */
export function acceptsName(rule: AcceptRule, name: string): boolean {
  const lower = name.toLowerCase();
  return rule.extensions.some((extension) => lower.endsWith(extension) && lower.length > extension.length);
}

/** `Audio/WebM; codecs=opus` → `audio/webm`. */
export function bareType(type: string): string {
  return (type.split(";", 1)[0] ?? "").trim().toLowerCase();
}

/** Does a list of types, some of which end in `*`, hold this one? */
export function coversType(types: readonly string[], type: string): boolean {
  return types.some((one) => (one.endsWith("*") ? type.startsWith(one.slice(0, -1)) : one === type));
}

function acceptsType(rule: AcceptRule, type: string): boolean {
  return type !== "" && coversType(rule.types, type);
}

function invalidAccept(value: unknown): LiveError {
  return new LiveError(
    "invalid-upload",
    `accept holds ${JSON.stringify(value) ?? "nothing"}, which names no kind of file. ` +
      'List extensions (".png"), MIME types ("image/png") or kinds ("image/*"), or write "any".',
  );
}
