import { afterEach, beforeEach, expect, test } from "vitest";
import { S3Server } from "../fixtures/s3-server.ts";
import { UploadApp } from "../fixtures/upload-app.ts";
import { type Preflight, type TestFile, testFile, UploadForm } from "../fixtures/upload-form.ts";
import { presignS3Post, type S3Post, signPolicy } from "./presign-s3-post.ts";
import type { UploadOptions } from "./upload-options.ts";
import { click } from "../fixtures/exchange.ts";

const SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
const NOW_MS = Date.UTC(2026, 0, 2, 3, 4, 5);

let bucket: S3Server;
let app: UploadApp;
let nowMs: number;

beforeEach(async () => {
  nowMs = NOW_MS;
  bucket = await S3Server.start(SECRET, () => nowMs);
});

afterEach(async () => {
  await app.close();
  await bucket.close();
});

/** What an author writes. */
const external: NonNullable<UploadOptions["external"]> = ({ uuid, clientName, clientSizeBytes, clientType }) => {
  if (clientName === "refused.txt") return { error: { reason: "quota" } };
  const form = presignS3Post({
    bucket: "pictures",
    region: "eu-north-1",
    accessKeyId: "AKIAIOSFODNN7EXAMPLE",
    secretAccessKey: SECRET,
    key: `uploads/${uuid}`,
    contentType: clientType,
    sizeBytesMax: clientSizeBytes,
    nowMs: NOW_MS,
    url: bucket.url,
  });
  return { meta: { uploader: "S3", key: `uploads/${uuid}`, ...form } };
};

/** What the browser's uploader of that name does. */
async function post({ url, fields }: S3Post, file: TestFile, changed: Readonly<Record<string, string>> = {}) {
  const form = new FormData();
  for (const [name, value] of Object.entries({ ...fields, ...changed })) form.append(name, value);
  form.append("file", new Blob([Buffer.from(file.bytes)]));
  const response = await fetch(url, { method: "POST", body: form });
  return response.status === 204 ? "stored" : response.text();
}

async function preflight(options: Partial<UploadOptions>, ...files: TestFile[]): Promise<[UploadForm, Preflight]> {
  app = await UploadApp.start({ maxEntries: 3, external, ...options });
  const form = await UploadForm.visit(app.origin, "/", "files");
  await form.select(...files);
  return [form, await form.preflight(...files)];
}

const FILE = { ...testFile("0", "a.txt", "hello"), type: "text/plain" };

test("a file goes where external says, with a signature that is good for it alone", async () => {
  const [form, { entries }] = await preflight({}, FILE);
  const meta = entries?.["0"] as S3Post & { readonly uploader: string; readonly key: string };
  expect([meta.uploader, meta.url]).toEqual(["S3", bucket.url]);
  await form.progress(FILE, 50);
  expect(await post(meta, FILE)).toBe("stored");
  await form.progress(FILE, 100);
  expect(bucket.objects).toEqual([{ key: meta.key, type: "text/plain", content: "hello" }]);
  const { diff } = (await click(form.page, "save")).response as { readonly diff: { readonly r: { saved: string[] } } };
  const [saved = ""] = diff.r.saved;
  expect(saved).toMatch(/^a\.txt=\{"uploader":"S3"/);
  expect(form.refs("active")).toEqual([]);
});

test.each([
  { what: "another key", changed: { key: "uploads/other" }, answer: "AccessDenied" },
  { what: "another type", changed: { "Content-Type": "text/html" }, answer: "AccessDenied" },
  { what: "a field of its own", changed: { acl: "public-read" }, answer: "AccessDenied" },
  {
    what: "a policy of its own",
    changed: { policy: Buffer.from("{}").toString("base64") },
    answer: "SignatureDoesNotMatch",
  },
  { what: "a bigger file", file: testFile("0", "a.txt", "hello!"), answer: "AccessDenied" },
  { what: "the same an hour later", lateMs: 60 * 60 * 1_000, answer: "ExpiredToken" },
])(
  "a client that brings $what to the bucket is refused there",
  async ({ changed = {}, file = FILE, lateMs = 0, answer }) => {
    const [, { entries }] = await preflight({}, FILE);
    nowMs += lateMs;
    expect(await post(entries?.["0"] as S3Post, file, changed)).toBe(answer);
    expect(bucket.objects).toEqual([]);
  },
);

test("without autoUpload one file that found no place holds back all, and they may try again", async () => {
  const refused = testFile("1", "refused.txt", "x");
  const [form, reply] = await preflight({}, FILE, refused);
  expect(reply).toMatchObject({ ref: form.ref, error: [["1", { reason: "quota" }]] });
  expect(form.refs("preflighted")).toEqual([]);
  expect(form.page.html()).toContain("external-metadata-failure");
  await click(form.page, "cancel", { ref: "1" });
  expect(Object.keys((await form.preflight(FILE)).entries ?? {})).toEqual(["0"]);
});

test("with autoUpload the others begin", async () => {
  const refused = testFile("1", "refused.txt", "x");
  const [form, { entries, errors }] = await preflight({ autoUpload: true }, FILE, refused);
  expect([Object.keys(entries ?? {}), errors]).toEqual([["0"], { "1": [{ reason: "quota" }] }]);
  expect(form.refs("error")).toEqual(["1"]);
});

test("what the browser could not bring is an error of its entry", async () => {
  const [form] = await preflight({}, FILE);
  await form.progress(FILE, { error: "failed" });
  expect(form.page.html()).toContain("external-client-failure");
  await form.progress(FILE, 100);
  expect(form.refs("done")).toEqual([]);
});

test("an external entry has no upload of its own here, and none of it is done before it was asked for", async () => {
  app = await UploadApp.start({ external });
  const form = await UploadForm.visit(app.origin, "/", "files");
  await form.select(FILE);
  await form.progress(FILE, 100);
  expect(form.refs("done")).toEqual([]);
});

test("external may be asynchronous; without an uploader in its meta the view ends", async () => {
  app = await UploadApp.start({ external: () => Promise.resolve({ meta: { uploader: undefined as never } }) });
  const form = await UploadForm.visit(app.origin, "/", "files");
  form.preflight(FILE).catch(() => undefined);
  await form.page.client.next(({ event }) => event === "phx_error");
  expect(app.lines.join()).toContain("returned a meta without an uploader");
});

test("the signature is the one that the vendor's documentation computes for its example", () => {
  // "Browser-Based Upload using HTTP POST", Amazon S3 API reference: the policy is written as it stands there.
  const policy = [
    '{ "expiration": "2015-12-30T12:00:00.000Z",',
    '  "conditions": [',
    '    {"bucket": "sigv4examplebucket"},',
    '    ["starts-with", "$key", "user/user1/"],',
    '    {"acl": "public-read"},',
    '    {"success_action_redirect": "http://sigv4examplebucket.s3.amazonaws.com/successful_upload.html"},',
    '    ["starts-with", "$Content-Type", "image/"],',
    '    {"x-amz-meta-uuid": "14365123651274"},',
    '    {"x-amz-server-side-encryption": "AES256"},',
    '    ["starts-with", "$x-amz-meta-tag", ""],',
    "",
    '    {"x-amz-credential": "AKIAIOSFODNN7EXAMPLE/20151229/us-east-1/s3/aws4_request"},',
    '    {"x-amz-algorithm": "AWS4-HMAC-SHA256"},',
    '    {"x-amz-date": "20151229T000000Z" }',
    "  ]",
    "}",
  ].join("\r\n");
  const encoded = Buffer.from(policy).toString("base64");
  expect(signPolicy(encoded, { secretAccessKey: SECRET, day: "20151229", region: "us-east-1" })).toBe(
    "8afdbf4008c03f22c2cd3cdb72e4afbb1f6a588f3255ac628749a66d7f09699e",
  );
});
