import { createHmac, timingSafeEqual } from "node:crypto";
import type { App } from "@firecrest/live";
import type { Hono } from "hono";
import { systemClock } from "../clock.ts";
import { newSecret } from "../random.ts";

/** What a permission to store one file says. */
interface Permission {
  readonly key: string;
  readonly bytesMax: number;
  readonly expiresAtMs: number;
}

const PATH = "/bucket/";
const PERMISSION_MS = 60_000;
const OBJECTS_MAX = 50;

const secret = newSecret();
/** How large what was stored is, by key: a demo keeps no strangers' files. */
const sizes = new Map<string, number>();

/** A URL that is good for storing one file of that size, for a minute. As of S3, on this server. */
export function presign(key: string, bytesMax: number): string {
  const permission = { key, bytesMax, expiresAtMs: systemClock.nowMs() + PERMISSION_MS };
  const query = {
    bytes: String(bytesMax),
    expires: String(permission.expiresAtMs),
    signature: signatureOf(permission),
  };
  return `${PATH}${key}?${new URLSearchParams(query).toString()}`;
}

/** How many bytes are stored under a key. */
export function storedBytes(key: string): number | undefined {
  return sizes.get(key);
}

/** What takes files in. */
export function bucketRoutes(http: Hono, _app: App): void {
  http.put(`${PATH}:key`, async ({ req }) => {
    const [bytesMax, expiresAtMs] = [Number(req.query("bytes")), Number(req.query("expires"))];
    const permission = { key: req.param("key"), bytesMax, expiresAtMs };
    if (!isSigned(permission, req.query("signature") ?? "")) return new Response("Not signed.", { status: 403 });
    if (systemClock.nowMs() > expiresAtMs) return new Response("Expired.", { status: 403 });
    const body = await req.arrayBuffer();
    if (body.byteLength > bytesMax) return new Response("Too large.", { status: 413 });
    const [oldest] = sizes.keys();
    if (oldest !== undefined && sizes.size >= OBJECTS_MAX) sizes.delete(oldest);
    sizes.set(permission.key, body.byteLength);
    return new Response(null, { status: 204 });
  });
}

function signatureOf({ key, bytesMax, expiresAtMs }: Permission): string {
  return createHmac("sha256", secret).update(`${key}\n${bytesMax}\n${expiresAtMs}`).digest("hex");
}

function isSigned(permission: Permission, signature: string): boolean {
  const expected = Buffer.from(signatureOf(permission));
  const given = Buffer.from(signature);
  return given.length === expected.length && timingSafeEqual(given, expected);
}
