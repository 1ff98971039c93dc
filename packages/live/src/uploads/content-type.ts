import mime from "mime";
import { type AcceptRule, acceptsName, bareType, coversType } from "./accept.ts";

/** So much of a file's beginning is looked at, in bytes. */
export const HEAD_BYTES = 4_096;

/** What the first bytes say. */
interface Signature {
  /** Every type of file that begins like this, the plainest first. One that ends in `*` stands for all that begin with it. */
  readonly types: readonly string[];
  /** Text by offset; each character is a byte. */
  readonly parts: Readonly<Record<number, string>>;
}

// Formats inside others (a .docx is a ZIP, an .m4a an MP4) look the same from outside: their types stand together.
const OFFICE = ["application/vnd.ms-excel*", "application/vnd.ms-powerpoint*", "application/vnd.ms-word*"];
const ZIP = [
  "application/zip",
  "application/x-zip-compressed",
  "application/epub+zip",
  "application/java-archive",
  "application/vnd.openxmlformats-officedocument.*",
  "application/vnd.oasis.opendocument.*",
  "application/vnd.apple.*",
  "application/vnd.android.package-archive",
  "application/vnd.google-earth.kmz",
  ...OFFICE,
];
const COMPOUND = [
  "application/x-cfb",
  "application/msword",
  "application/vnd.ms-outlook",
  "application/vnd.ms-project",
  "application/vnd.visio",
  "application/x-msi",
  ...OFFICE,
];
const MP4 = ["video/mp4", "audio/mp4", "audio/x-m4a", "video/x-m4v", "video/3gpp", "video/3gpp2", "video/quicktime"];
const OGG = ["audio/ogg", "video/ogg", "application/ogg"];
const MATROSKA = ["video/webm", "audio/webm", "video/x-matroska", "audio/x-matroska"];
const MP3 = ["audio/mpeg", "audio/mp3"];
const GZIP = ["application/gzip", "application/x-gzip", "image/svg+xml"];
const EXECUTABLE = ["application/octet-stream", "application/x-msdownload", "application/x-executable"];

/** The more particular one first where one is the beginning of another. */
const SIGNATURES: readonly Signature[] = [
  { types: ["image/png", "image/apng"], parts: { 0: "\x89PNG\r\n\x1a\n" } },
  { types: ["image/jpeg", "image/jpg", "image/pjpeg"], parts: { 0: "\xff\xd8\xff" } },
  { types: ["image/gif"], parts: { 0: "GIF87a" } },
  { types: ["image/gif"], parts: { 0: "GIF89a" } },
  { types: ["image/webp"], parts: { 0: "RIFF", 8: "WEBP" } },
  { types: ["image/bmp", "image/x-ms-bmp"], parts: { 0: "BM", 6: "\0\0\0\0" } },
  { types: ["image/tiff"], parts: { 0: "II*\0" } },
  { types: ["image/tiff"], parts: { 0: "MM\0*" } },
  { types: ["image/vnd.microsoft.icon", "image/x-icon"], parts: { 0: "\0\0\x01\0" } },
  { types: ["image/vnd.adobe.photoshop"], parts: { 0: "8BPS" } },
  { types: ["image/jxl"], parts: { 0: "\xff\x0a" } },
  { types: ["image/jxl"], parts: { 0: "\0\0\0\x0cJXL \r\n\x87\n" } },
  { types: ["image/avif"], parts: { 4: "ftypavi" } },
  { types: ["image/heic", "image/heif"], parts: { 4: "ftyphe" } },
  { types: ["image/heic", "image/heif", "image/avif"], parts: { 4: "ftypmif1" } },
  { types: ["video/quicktime"], parts: { 4: "ftypqt" } },
  { types: ["audio/mp4", "audio/x-m4a"], parts: { 4: "ftypM4A" } },
  { types: MP4, parts: { 4: "ftyp" } },
  { types: MATROSKA, parts: { 0: "\x1a\x45\xdf\xa3" } },
  { types: ["video/x-msvideo"], parts: { 0: "RIFF", 8: "AVI " } },
  { types: ["video/mpeg"], parts: { 0: "\0\0\x01\xba" } },
  { types: ["video/mpeg"], parts: { 0: "\0\0\x01\xb3" } },
  { types: ["video/x-flv"], parts: { 0: "FLV\x01" } },
  { types: ["video/x-ms-asf", "video/x-ms-wmv", "audio/x-ms-wma"], parts: { 0: "\x30\x26\xb2\x75\x8e\x66\xcf\x11" } },
  { types: ["audio/wav", "audio/x-wav", "audio/wave"], parts: { 0: "RIFF", 8: "WAVE" } },
  { types: OGG, parts: { 0: "OggS" } },
  { types: ["audio/x-flac", "audio/flac"], parts: { 0: "fLaC" } },
  { types: MP3, parts: { 0: "ID3" } },
  { types: MP3, parts: { 0: "\xff\xfb" } },
  { types: MP3, parts: { 0: "\xff\xf3" } },
  { types: MP3, parts: { 0: "\xff\xf2" } },
  { types: ["audio/aac", "audio/x-aac"], parts: { 0: "\xff\xf1" } },
  { types: ["audio/aac", "audio/x-aac"], parts: { 0: "\xff\xf9" } },
  { types: ["audio/midi", "audio/x-midi"], parts: { 0: "MThd" } },
  { types: ["audio/x-aiff", "audio/aiff"], parts: { 0: "FORM", 8: "AIF" } },
  { types: ["application/pdf"], parts: { 0: "%PDF-" } },
  { types: ZIP, parts: { 0: "PK\x03\x04" } },
  { types: ZIP, parts: { 0: "PK\x05\x06" } },
  { types: GZIP, parts: { 0: "\x1f\x8b" } },
  { types: ["application/x-bzip2"], parts: { 0: "BZh" } },
  { types: ["application/x-xz"], parts: { 0: "\xfd7zXZ\0" } },
  { types: ["application/x-7z-compressed"], parts: { 0: "7z\xbc\xaf\x27\x1c" } },
  { types: ["application/vnd.rar", "application/x-rar-compressed"], parts: { 0: "Rar!\x1a\x07" } },
  { types: ["application/zstd"], parts: { 0: "\x28\xb5\x2f\xfd" } },
  { types: ["application/x-tar"], parts: { 257: "ustar" } },
  { types: COMPOUND, parts: { 0: "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" } },
  { types: ["font/woff"], parts: { 0: "wOFF" } },
  { types: ["font/woff2"], parts: { 0: "wOF2" } },
  { types: ["font/otf"], parts: { 0: "OTTO" } },
  { types: ["font/ttf", "font/otf"], parts: { 0: "\0\x01\0\0" } },
  { types: ["application/wasm"], parts: { 0: "\0asm" } },
  { types: ["application/vnd.sqlite3", "application/x-sqlite3"], parts: { 0: "SQLite format 3\0" } },
  { types: ["application/java-vm"], parts: { 0: "\xca\xfe\xba\xbe" } },
  { types: EXECUTABLE, parts: { 0: "MZ" } },
  { types: EXECUTABLE, parts: { 0: "\x7fELF" } },
];

// A mark, then instructions, comments and declarations. No part of it can be read in two ways: a long head that matches
// nothing must not take long.
const PROLOG = String.raw`^(?:\xef\xbb\xbf)?\s*(?:(?:<\?[^>]*>|<!--(?:(?!-->)[^])*-->|<!(?!--|doctype\s+html)[^>]*>|\]\s*>)\s*)*`;

/** Formats that are text themselves; asked of text alone, since any bytes may hold a "<" somewhere. */
const TEXT_SIGNATURES: readonly { readonly types: readonly string[]; readonly pattern: RegExp }[] = [
  { types: ["application/pdf"], pattern: /^%PDF-/ },
  { types: ["application/postscript"], pattern: /^%!PS/ },
  { types: ["application/rtf", "text/rtf"], pattern: /^\{\\rtf/ },
  { types: ["image/svg+xml", "application/xml", "text/xml"], pattern: new RegExp(String.raw`${PROLOG}<svg[\s>]`, "i") },
  {
    types: ["text/html", "application/xhtml+xml"],
    pattern: new RegExp(String.raw`${PROLOG}<(?:!doctype\s+html|html|head|body|script|iframe)[\s>]`, "i"),
  },
];

const TEXT_TYPE = /^text\/|[+/](?:json|xml|javascript|yaml)$/;
const LETTERS = /^[ -~]*$/;
const UTF_16 = /^(?:\xff\xfe|\xfe\xff)/;
// oxlint-disable-next-line no-control-regex -- control characters are what tells bytes from text
const CONTROL = /[\0-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]/;

/** What a file's content came to. */
export type ContentVerdict =
  | { readonly ok: true }
  | {
      readonly ok: false /** What the bytes are, where a format is recognised. */;
      readonly contentType: string | undefined;
    };

const CONTENT_OK: ContentVerdict = { ok: true };

/**
 * Is a file what its name says, and is that accepted? Judged by its first {@link HEAD_BYTES} bytes, or all it has: formats
 * with a signature must have it, text must be text, and nothing may begin like something else. A name without a known
 * extension says nothing; the type that the browser gave counts in its place.
 */
export function checkContent(
  head: Uint8Array,
  file: { readonly name: string; readonly type: string },
  accept: AcceptRule,
): ContentVerdict {
  const bytes = Buffer.from(head.subarray(0, HEAD_BYTES)).toString("latin1");
  const text = UTF_16.test(bytes) ? bytes.slice(2).replaceAll("\0", "") : bytes;
  const isText = !CONTROL.test(text);
  const found = (isText ? textTypes(text) : undefined) ?? binaryTypes(bytes, isText);
  const declared = declaredType(file);
  const isAsDeclared =
    declared === undefined || (found === undefined ? isUnsigned(declared, isText) : coversType(found, declared));
  if (isAsDeclared && acceptsContent(accept, found ?? (declared === undefined ? [] : [declared]), file.name))
    return CONTENT_OK;
  return { ok: false, contentType: found?.[0] };
}

/** Text may begin with the letters of a signature by chance: then only one that is more than letters counts. */
function binaryTypes(bytes: string, isText: boolean): readonly string[] | undefined {
  return SIGNATURES.find(({ parts }) => {
    const all = Object.entries(parts);
    if (isText && all.every(([, part]) => LETTERS.test(part))) return false;
    return all.every(([offset, part]) => bytes.startsWith(part, Number(offset)));
  })?.types;
}

function textTypes(bytes: string): readonly string[] | undefined {
  return TEXT_SIGNATURES.find(({ pattern }) => pattern.test(bytes))?.types;
}

function declaredType(file: { readonly name: string; readonly type: string }): string | undefined {
  const type = mime.getType(file.name) ?? bareType(file.type);
  return type === "" || type === "application/octet-stream" ? undefined : type;
}

/** May a file of this type be without any signature that we know? */
function isUnsigned(type: string, isText: boolean): boolean {
  if (TEXT_TYPE.test(type)) return isText && type !== "image/svg+xml" && type !== "text/rtf";
  return ![...SIGNATURES, ...TEXT_SIGNATURES].some(({ types }) => coversType(types, type));
}

function acceptsContent(accept: AcceptRule, types: readonly string[], name: string): boolean {
  if (accept.attribute === undefined) return true;
  if (accept.types.some((one) => types.some((type) => coversType([one], type) || coversType([type], one)))) return true;
  // An extension that no MIME type is known for can only be taken at its word.
  return acceptsName(accept, name) && mime.getType(name) === null;
}
