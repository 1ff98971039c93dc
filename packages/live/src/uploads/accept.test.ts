import { describe, expect, test } from "vitest";
import { isAccepted, parseAccept } from "./accept.ts";

const file = (name: string, type = "") => ({ name, type });

describe("accept", () => {
  test.each([
    { accept: "any" as const, yes: [file("x"), file("a.exe", "evil/type")], no: [] },
    {
      accept: [".png"],
      yes: [file("A.PNG"), file("a.b.png"), file("no name", "image/png")],
      no: [file("a.png.exe"), file(".png"), file("apng")],
    },
    { accept: [".tar.gz"], yes: [file("a.tar.gz")], no: [file("a.gz")] },
    { accept: [".sketch"], yes: [file("a.Sketch")], no: [file("a", "application/x-sketch")] },
    {
      accept: ["image/*"],
      yes: [file("a", "image/png"), file("a", "IMAGE/new")],
      no: [file("a.png"), file("a", "imagex/png"), file("a", "video/mp4")],
    },
    {
      accept: ["audio/webm"],
      yes: [file("a", "audio/webm; codecs=opus")],
      no: [file("a", "audio/web"), file("a", "")],
    },
    {
      accept: [".jpg", "application/pdf"],
      yes: [file("a.JPG"), file("a", "image/jpeg"), file("a", "application/pdf")],
      no: [file("a.pdf.zip", "application/zip")],
    },
  ])("$accept takes what it names, and nothing else", ({ accept, yes, no }) => {
    const rule = parseAccept(accept);
    expect(yes.filter((one) => !isAccepted(rule, one))).toEqual([]);
    expect(no.filter((one) => isAccepted(rule, one))).toEqual([]);
  });

  test.each([
    [[]],
    [["png"]],
    [[".p ng"]],
    [["*/*"]],
    [["image/"]],
    [[".png,.gif"]],
    ["image/png" as never],
    [[1 as never]],
  ])("%j is no list of kinds of files", (accept) => {
    expect(() => parseAccept(accept)).toThrow(/names no kind of file\. List extensions/);
  });

  test("is the file input's attribute as it was written", () => {
    expect(parseAccept([".PNG", "image/*"]).attribute).toBe(".PNG,image/*");
    expect(parseAccept("any").attribute).toBeUndefined();
  });
});
