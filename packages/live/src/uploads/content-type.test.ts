import { deflateSync, gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { parseAccept } from "./accept.ts";
import { checkContent } from "./content-type.ts";

const latin1 = (text: string) => Buffer.from(text, "latin1");
const ftyp = (brand: string) => latin1(`\0\0\0\x20ftyp${brand}\0\0\0\0`);
const riff = (kind: string) => latin1(`RIFF\x10\0\0\0${kind}data\0`);

/** The beginnings of real files, by the name that is theirs. */
const GENUINE: Readonly<Record<string, Uint8Array>> = {
  "a.png": latin1("\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
  "a.jpg": latin1("\xff\xd8\xff\xe0\0\x10JFIF\0"),
  "a.jpeg": latin1("\xff\xd8\xff\xe1\0\x10Exif\0"),
  "a.gif": latin1("GIF89a\x01\0\x01\0"),
  "a.webp": riff("WEBP"),
  "a.bmp": latin1("BM\x10\0\0\0\0\0\0\0"),
  "a.tif": latin1("II*\0\x08\0\0\0"),
  "a.ico": latin1("\0\0\x01\0\x01\0"),
  "a.avif": ftyp("avif"),
  "a.heic": ftyp("heic"),
  "a.mp4": ftyp("isom"),
  "a.m4v": ftyp("M4V "),
  "a.m4a": ftyp("M4A "),
  "a.mov": ftyp("qt  "),
  "a.webm": latin1("\x1a\x45\xdf\xa3\x01\0\0\0webm"),
  "a.mkv": latin1("\x1a\x45\xdf\xa3\x01\0\0\0matroska"),
  "a.avi": riff("AVI "),
  "a.wav": riff("WAVE"),
  "a.mp3": latin1("ID3\x04\0\0"),
  "b.mp3": latin1("\xff\xfb\x90\0"),
  "a.ogg": latin1("OggS\0\x02\0"),
  "a.flac": latin1("fLaC\0\0\0\x22"),
  "a.pdf": latin1("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n\0"),
  "b.pdf": latin1("%PDF-1.4\n1 0 obj\n"),
  "a.zip": latin1("PK\x03\x04\x14\0"),
  "a.docx": latin1("PK\x03\x04\x14\0\x06\0"),
  "a.xlsx": latin1("PK\x03\x04\x14\0\x06\0"),
  "a.odt": latin1("PK\x03\x04\x14\0\0\x08"),
  "a.epub": latin1("PK\x03\x04\x0a\0\0\0"),
  "a.doc": latin1("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0"),
  "a.xls": latin1("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0"),
  "a.gz": gzipSync("text"),
  "a.svgz": gzipSync("<svg/>"),
  "a.7z": latin1("7z\xbc\xaf\x27\x1c\0\x04"),
  "a.tar": Buffer.concat([latin1("a.txt\0"), Buffer.alloc(251), latin1("ustar\0")]),
  "a.woff2": latin1("wOF2\0\x01\0\0"),
  "a.ttf": latin1("\0\x01\0\0\0\x10"),
  "a.wasm": latin1("\0asm\x01\0\0\0"),
  "a.rtf": latin1("{\\rtf1\\ansi"),
  "a.ps": latin1("%!PS-Adobe-3.0"),
  "a.txt": latin1("BM is not a picture, MZ no program"),
  "b.txt": Buffer.from("Grüße, 日本語 🙂"),
  "c.txt": Buffer.from("\ufeffutf-16 it is", "utf16le"),
  "a.csv": latin1("a;b\r\n1;2\r\n"),
  "a.json": latin1('{"a": 1}'),
  "a.md": latin1("# Title\n<b>bold</b>"),
  "a.html": latin1("<!doctype html><title>x</title>"),
  "b.html": latin1("<p>a fragment"),
  "a.xml": latin1("<?xml version='1.0'?><a/>"),
  "a.svg": latin1('<?xml version="1.0"?><!-- drawn > by hand --><!DOCTYPE svg PUBLIC "x" "y"><svg xmlns="">'),
  "b.svg": Buffer.from('\ufeff <!DOCTYPE svg [<!ENTITY ns "http://x">\n]><svg >'),
  "a.bin": Uint8Array.of(1, 2, 3, 0),
  "no extension": Uint8Array.of(1, 2, 3, 0),
  "a.sketch": Uint8Array.of(1, 2, 3, 0),
};

describe("a file's content", () => {
  test.each(Object.entries(GENUINE))("%s is what it says, whatever else is accepted", (name, content) => {
    expect(checkContent(content, { name, type: "" }, parseAccept("any"))).toEqual({ ok: true });
  });

  test.each(["a.png", "a.jpg", "a.mp4", "a.pdf", "a.zip", "a.docx", "a.svg", "a.txt", "a.json", "a.html", "a.mp3"])(
    "%s is recognised by no other name",
    (genuine) => {
      const same = [
        ["a.jpg", "a.jpeg"],
        ["a.zip", "a.docx", "a.xlsx", "a.odt", "a.epub", "a.xls"],
        ["a.mp4", "a.m4v", "a.m4a", "a.mov"],
        ["a.mp3", "b.mp3"],
        ["a.pdf", "b.pdf"],
        ["a.svg", "b.svg", "a.svgz", "a.xml"],
        ["a.html", "b.html"],
      ];
      const unchecked = /^(?:[abc]\.(?:txt|csv|json|md|html|xml|bin|sketch)|no extension)$/;
      const family = same.find((names) => names.includes(genuine)) ?? [];
      const taken = Object.keys(GENUINE).filter(
        (name) => checkContent(GENUINE[genuine] ?? new Uint8Array(), { name, type: "" }, parseAccept("any")).ok,
      );
      expect(taken.filter((name) => name !== genuine && !family.includes(name) && !unchecked.test(name))).toEqual([]);
    },
  );

  test.each([
    { what: "a page as a picture", name: "a.png", content: latin1("<html><script>"), found: "text/html" },
    { what: "a page as text", name: "a.txt", content: latin1("\n<!-- x --><!DOCTYPE html>"), found: "text/html" },
    {
      what: "a page in UTF-16 as text",
      name: "a.txt",
      content: Buffer.from("\ufeff<html>", "utf16le"),
      found: "text/html",
    },
    { what: "a program as a picture", name: "a.jpg", content: latin1("MZ\x90\0"), found: "application/octet-stream" },
    { what: "a program as text", name: "a.csv", content: latin1("\x7fELF\x02"), found: "application/octet-stream" },
    { what: "an archive as a picture", name: "a.gif", content: latin1("PK\x03\x04\0"), found: "application/zip" },
    { what: "another picture's name", name: "a.png", content: latin1("\xff\xd8\xff\xe0"), found: "image/jpeg" },
    { what: "bytes as text", name: "a.txt", content: Uint8Array.of(65, 0, 66), found: undefined },
    { what: "text as a picture", name: "a.png", content: latin1("hello"), found: undefined },
    { what: "nothing as a picture", name: "a.png", content: latin1(""), found: undefined },
    { what: "text as a drawing", name: "a.svg", content: latin1("<p>"), found: undefined },
    { what: "text as a document", name: "a.docx", content: latin1("hello"), found: undefined },
    { what: "compressed bytes as a document", name: "a.pdf", content: deflateSync("hello"), found: undefined },
  ])("is refused as $what", ({ name, content, found }) => {
    expect(checkContent(content, { name, type: "" }, parseAccept("any"))).toEqual({ ok: false, contentType: found });
  });

  test.each([
    {
      what: "its type for a name that says nothing",
      name: "photo",
      type: "image/png",
      accept: ["image/*"],
      content: "a.png",
      ok: true,
    },
    {
      what: "that type's content too",
      name: "photo",
      type: "image/png",
      accept: ["image/*"],
      content: "a.jpg",
      ok: false,
    },
    {
      what: "accept over a name and content that agree",
      name: "a.zip",
      type: "image/png",
      accept: ["image/png"],
      content: "a.zip",
      ok: false,
    },
    {
      what: "accept over a name without a signature",
      name: "a.csv",
      type: "image/png",
      accept: ["image/png"],
      content: "a.csv",
      ok: false,
    },
    { what: "the extension as a type", name: "a.docx", type: "", accept: [".docx"], content: "a.docx", ok: true },
    {
      what: "an extension that nobody knows",
      name: "a.sketch",
      type: "",
      accept: [".sketch"],
      content: "a.sketch",
      ok: true,
    },
    { what: "neither name nor type", name: "a", type: "", accept: ["image/*"], content: "a.bin", ok: false },
  ])("is checked against $what", ({ name, type, accept, content, ok }) => {
    expect(checkContent(GENUINE[content] ?? new Uint8Array(), { name, type }, parseAccept(accept)).ok).toBe(ok);
  });

  test("that matches nothing is read in no time", () => {
    const started = performance.now();
    for (const piece of ["<!", "<!-- ", "<? ", "<!x>", "<!---->", "]>", " "]) {
      checkContent(latin1(piece.repeat(4_096)), { name: "a.txt", type: "" }, parseAccept("any"));
    }
    expect(performance.now() - started).toBeLessThan(200);
  });
});
