import { createHash, createHmac } from "node:crypto";

/** A static access key of an S3 service. */
export interface AccessKey {
  readonly id: string;
  readonly secret: string;
  /** Of temporary keys. */
  readonly sessionToken?: string;
}

/** A request before it is signed. */
export interface UnsignedRequest {
  readonly method: string;
  /** Its path holds no characters that S3 would escape. */
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const ALGORITHM = "AWS4-HMAC-SHA256";
const SERVICE = "s3";

/**
 * Signs a request to an S3 service by Signature Version 4 (docs.aws.amazon.com, "Signature Version 4 signing process").
 *
 * @param region of the bucket
 * @returns all its headers but `host`, which the client adds
 */
export function signed(
  { method, url, headers, body }: UnsignedRequest,
  key: AccessKey,
  region: string,
  now: Date,
): Record<string, string> {
  const time = now.toISOString().replace(/[-:]|\.\d+/g, "");
  const day = time.slice(0, "20261126".length);
  const sent: Record<string, string> = {
    ...headers,
    "x-amz-content-sha256": sha256(body),
    "x-amz-date": time,
    ...(key.sessionToken !== undefined && { "x-amz-security-token": key.sessionToken }),
  };
  const counted = Object.entries({ ...sent, host: url.host }).sort(([a], [b]) => (a < b ? -1 : 1));
  const names = counted.map(([name]) => name).join(";");
  const query = [...url.searchParams]
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .sort()
    .join("&");
  const lines = counted.map(([name, value]) => `${name}:${value.trim()}\n`).join("");
  const canonical = [method, url.pathname, query, lines, names, sha256(body)].join("\n");
  const scope = [day, region, SERVICE, "aws4_request"].join("/");
  const signingKey = [day, region, SERVICE, "aws4_request"].reduce<Buffer | string>(hmac, `AWS4${key.secret}`);
  const signature = hmac(signingKey, [ALGORITHM, time, scope, sha256(canonical)].join("\n")).toString("hex");
  const authorization = `${ALGORITHM} Credential=${key.id}/${scope}, SignedHeaders=${names}, Signature=${signature}`;
  return { ...sent, authorization };
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function hmac(key: Buffer | string, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}
