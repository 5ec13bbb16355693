import { readFileSync } from "node:fs";
import { request } from "node:https";
import { rootCertificates } from "node:tls";
import type { Installation } from "../../config/schema";
import { type AccessKey, signed } from "./signature";

/** Where the config keeps the state when it is not on this machine. */
export type ObjectStorage = Extract<Installation["state"], { readonly objectStorage: unknown }>["objectStorage"];

/** What the S3 service has answered. */
export interface Answer {
  readonly status: number;
  readonly body: string;
}

const PATIENCE_MS = 10_000;

/** The access key, from the variables that the engine reads; undefined: they are not set. */
export function accessKey(env: NodeJS.ProcessEnv): AccessKey | undefined {
  const { AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret, AWS_SESSION_TOKEN: sessionToken } = env;
  if (!id || !secret) return undefined;
  return { id, secret, ...(sessionToken && { sessionToken }) };
}

/** The folder of the state in its bucket, asked without the engine. */
export class StateBucket {
  private readonly trusted: readonly string[] | undefined;

  /** @param env as the engine reads it: SSL_CERT_FILE names certificates of others who may vouch for the service */
  constructor(
    private readonly storage: ObjectStorage,
    private readonly key: AccessKey,
    env: NodeJS.ProcessEnv,
  ) {
    const bundle = env["SSL_CERT_FILE"];
    this.trusted = bundle ? [...rootCertificates, readFileSync(bundle, "utf8")] : undefined;
  }

  /** Names of the objects in the folder, without those of folders below it. @throws unless the service gives a list */
  async names(): Promise<readonly string[]> {
    const folder = `${this.storage.prefix}/`;
    const url = this.url("");
    url.searchParams.set("list-type", "2");
    url.searchParams.set("prefix", folder);
    const { status, body } = await this.send("GET", url);
    if (status !== 200) throw new Error(`${this.place}: expected a list of objects, found status ${status}: ${body}`);
    return [...body.matchAll(/<Key>([^<]+)<\/Key>/g)]
      .map(([, key = ""]) => key.slice(folder.length))
      .filter((name) => name !== "" && !name.includes("/"));
  }

  /** Reads an object of the folder; undefined: there is none. */
  async read(name: string): Promise<string | undefined> {
    const { status, body } = await this.send("GET", this.url(this.path(name)));
    if (status === 404) return undefined;
    if (status !== 200) throw new Error(`${this.place}/${name}: expected it, found status ${status}: ${body}`);
    return body;
  }

  /** Writes an object of the folder unless it is there: S3's conditional write, by which the engine takes a lock. */
  writeNew(name: string, text: string): Promise<Answer> {
    return this.send("PUT", this.url(this.path(name)), { "if-none-match": "*" }, text);
  }

  remove(name: string): Promise<Answer> {
    return this.send("DELETE", this.url(this.path(name)));
  }

  /** For messages, for example `states/bingo at https://storage.yandexcloud.net`. */
  get place(): string {
    return `${this.storage.bucket}/${this.storage.prefix} at ${this.storage.endpoint}`;
  }

  private path(name: string): string {
    return `/${this.storage.prefix}/${name}`;
  }

  /** The bucket in the path, which every S3 service takes: a sub-domain needs DNS and a certificate of its own. */
  private url(path: string): URL {
    return new URL(`${this.storage.endpoint.replace(/\/$/, "")}/${this.storage.bucket}${path}`);
  }

  private send(method: string, url: URL, headers: Readonly<Record<string, string>> = {}, body = ""): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const failed = (error: Error): void => {
        reject(new Error(`${this.storage.endpoint} cannot be asked: ${error.message}`));
      };
      const options = {
        method,
        headers: signed({ method, url, headers, body }, this.key, this.storage.region),
        signal: AbortSignal.timeout(PATIENCE_MS),
        ...(this.trusted && { ca: [...this.trusted] }),
      };
      request(url, options, (response) => {
        const pieces: Buffer[] = [];
        response
          .on("data", (piece: Buffer) => pieces.push(piece))
          .on("error", failed)
          .on("end", () => {
            resolve({ status: response.statusCode ?? 0, body: Buffer.concat(pieces).toString() });
          });
      })
        .on("error", failed)
        .end(body);
    });
  }
}
