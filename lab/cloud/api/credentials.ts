import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import execa from "execa";

/** What a client of the lab's API needs, and what its server shows. */
export interface Credentials {
  /** PEM; self-signed, for localhost. */
  readonly certificate: Buffer;
  readonly key: Buffer;
  /** Where the certificate is, for clients. */
  readonly certificateFile: string;
  readonly tokenFile: string;
  /** An IAM token in the cloud's form: clients take tokens of another form for something else. */
  readonly token: string;
}

const DAYS = 3650;

/** Makes them once, in a folder that only the user can read. @throws when there is no openssl */
export async function credentials(folder: string): Promise<Credentials> {
  const at = (name: string): string => join(folder, name);
  const [keyFile, certificateFile, tokenFile] = [at("api.key"), at("api.crt"), at("api.token")];
  if (!existsSync(tokenFile)) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"];
    const files = ["-keyout", keyFile, "-out", certificateFile];
    const kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", String(DAYS)];
    await execa("openssl", ["req", "-x509", ...kind, ...subject, ...files]);
    writeFileSync(tokenFile, newToken(), { mode: 0o600 });
  }
  return {
    certificate: readFileSync(certificateFile),
    key: readFileSync(keyFile),
    certificateFile,
    tokenFile,
    token: readFileSync(tokenFile, "utf8"),
  };
}

function newToken(): string {
  // base64url of 64 bytes has 86 characters.
  return `t1.${randomBytes(30).toString("base64url")}.${randomBytes(64).toString("base64url")}`;
}
