import { createHmac } from "node:crypto";
import { LiveError } from "../errors.ts";

/** What a browser may bring to an S3 bucket, once, and with whose permission. */
export interface S3PostOptions {
  readonly bucket: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Of temporary credentials. */
  readonly sessionToken?: string;
  /** The object's name in the bucket. Not the browser's name for the file: `entry.uuid` has no meaning that could hurt. */
  readonly key: string;
  /** The object's MIME type; the browser must send the same one. */
  readonly contentType: string;
  /** The most bytes that the bucket takes: `entry.clientSizeBytes`, whose limit was checked. */
  readonly sizeBytesMax: number;
  /** The time, in milliseconds since the Unix epoch. */
  readonly nowMs: number;
  /** Milliseconds until the permission ends; at most seven days. Default one hour. */
  readonly expiresInMs?: number;
  /** Where the bucket is, for anything but AWS. Default `https://<bucket>.s3.<region>.amazonaws.com`. */
  readonly url?: string;
}

/** A form to post: all `fields`, then the file as `file`. */
export interface S3Post {
  readonly url: string;
  readonly fields: Readonly<Record<string, string>>;
}

const EXPIRES_IN_MS = 60 * 60 * 1_000;
const EXPIRES_IN_MS_MAX = 7 * 24 * EXPIRES_IN_MS;
const ALGORITHM = "AWS4-HMAC-SHA256";

/**
 * Signs a form that uploads one object to S3, or to what speaks its language (Signature Version 4, POST policy). Unlike a
 * presigned PUT it holds the browser to a size. Throws `invalid-upload` for a lifetime that S3 would refuse.
 */
export function presignS3Post(options: S3PostOptions): S3Post {
  const { bucket, region, key, nowMs, expiresInMs = EXPIRES_IN_MS } = options;
  if (!(expiresInMs > 0 && expiresInMs <= EXPIRES_IN_MS_MAX)) {
    throw new LiveError(
      "invalid-upload",
      `presignS3Post got expiresInMs: ${expiresInMs}; S3 takes more than 0 and at most seven days. Leave it out for one hour.`,
    );
  }
  const time = new Date(nowMs).toISOString().replace(/[-:]|\.\d+/g, "");
  const day = time.slice(0, 8);
  const signed = {
    key,
    "Content-Type": options.contentType,
    "x-amz-algorithm": ALGORITHM,
    "x-amz-credential": `${options.accessKeyId}/${day}/${region}/s3/aws4_request`,
    "x-amz-date": time,
    ...(options.sessionToken !== undefined && { "x-amz-security-token": options.sessionToken }),
  };
  const conditions = [
    { bucket },
    ["content-length-range", 0, options.sizeBytesMax],
    ...Object.entries(signed).map(([name, value]) => ({ [name]: value })),
  ];
  const expiration = new Date(nowMs + expiresInMs).toISOString();
  const policy = Buffer.from(JSON.stringify({ expiration, conditions })).toString("base64");
  const signature = signPolicy(policy, { secretAccessKey: options.secretAccessKey, day, region });
  return {
    url: options.url ?? `https://${bucket}.s3.${region}.amazonaws.com`,
    fields: { ...signed, policy, "x-amz-signature": signature },
  };
}

/** The signature of an encoded policy, in hexadecimal. */
export function signPolicy(
  policy: string,
  scope: { readonly secretAccessKey: string; readonly day: string; readonly region: string },
): string {
  const parts = [scope.day, scope.region, "s3", "aws4_request"];
  const key = parts.reduce<string | Buffer>(
    (above, part) => hmac(above, part).digest(),
    `AWS4${scope.secretAccessKey}`,
  );
  return hmac(key, policy).digest("hex");
}

function hmac(key: string | Buffer, text: string) {
  return createHmac("sha256", key).update(text);
}
