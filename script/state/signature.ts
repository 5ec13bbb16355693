import { sign } from "aws4";

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
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * Signs a request to an S3 service by Amazon's Signature Version 4.
 *
 * @param region of the bucket
 * @returns all its headers
 */
export function signed(
  { method, url, headers, body }: UnsignedRequest,
  { id, secret, sessionToken }: AccessKey,
  region: string,
): Record<string, string> {
  const request = sign(
    {
      ...{ service: "s3", region, method, host: url.host, path: url.pathname + url.search, body },
      headers: { ...headers, "content-length": String(Buffer.byteLength(body)) },
    },
    { accessKeyId: id, secretAccessKey: secret, ...(sessionToken !== undefined && { sessionToken }) },
  );
  return request.headers as Record<string, string>;
}
