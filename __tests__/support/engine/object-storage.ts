import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { type AddressInfo, connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildObjectStorage, ObjectStorageFiles } from "../../../lab/host/object-storage";
import type { StorageAccess } from "../../../lab/substrate";
import { until } from "../../../lab/until";

const ADDRESS = "127.0.0.1";

/** The lab's S3 server on the loopback: versitygw. */
export class LocalObjectStorage {
  private constructor(
    private readonly folder: string,
    private readonly files: ObjectStorageFiles,
    private readonly server: ChildProcess,
    readonly access: StorageAccess,
  ) {}

  /** Builds and starts it. */
  static async start(): Promise<LocalObjectStorage> {
    const folder = mkdtempSync(join(tmpdir(), "object-storage-"));
    const files = new ObjectStorageFiles(folder);
    const port = await freePort();
    const access = await files.prepare(ADDRESS, port);
    const program = join(folder, "versitygw");
    await buildObjectStorage(program);
    const { environment, options } = files.command(`${ADDRESS}:${port}`);
    const server = spawn(program, options, { env: { ...process.env, ...environment }, stdio: "ignore" });
    await until(
      async () => ((await accepts(port)) ? { value: undefined } : { found: "no connection" }),
      "expected the S3 server to listen",
      { timeoutSeconds: 20, intervalSeconds: 0.1 },
    );
    return new LocalObjectStorage(folder, files, server, access);
  }

  /** Variables by which the engine finds the key, and trusts the server. */
  get environment(): Readonly<Record<string, string>> {
    const [id = "", secret = ""] = readFileSync(this.access.keyFile, "utf8").split("\n");
    return { AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret, SSL_CERT_FILE: this.access.caFile };
  }

  /** The config's `state`, in a folder of the bucket. @param endpoint of a server in front of this one */
  state(prefix: string, endpoint = this.access.endpoint) {
    const { bucket, region } = this.access;
    return { objectStorage: { bucket, prefix, region, endpoint } };
  }

  /** The text of an object; undefined: it is not there. */
  read(key: string): string | undefined {
    try {
      return readFileSync(join(this.files.bucket, key), "utf8");
    } catch {
      return undefined;
    }
  }

  /** Names of the objects in a folder of the bucket. */
  names(prefix: string): readonly string[] {
    const path = join(this.files.bucket, prefix);
    return existsSync(path) ? readdirSync(path) : [];
  }

  /** Certificate and private key of the server. */
  get tls(): { readonly cert: Buffer; readonly key: Buffer } {
    return { cert: readFileSync(this.access.caFile), key: readFileSync(this.files.privateKey) };
  }

  stop(): void {
    this.server.kill("SIGKILL");
    rmSync(this.folder, { recursive: true });
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, ADDRESS, () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => {
        resolve(port);
      });
    });
  });
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, ADDRESS, () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => {
      resolve(false);
    });
  });
}
