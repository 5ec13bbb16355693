import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { buildGoProgram } from "../programs/go-build";
import type { StorageAccess } from "../substrate";
import type { Cgroup } from "./cgroup";
import type { Router } from "./router";
import { BackgroundProcess } from "./background-process";
import { run } from "./run";

const MODULE = join(__dirname, "..", "programs", "object-storage");
const PACKAGE = "github.com/versity/versitygw/cmd/versitygw";
const BUCKET = "lab";
const REGION = "ru-central1";
const CERTIFICATE_DAYS = "365";

/** An S3 server on an address of the lab's internet. */
export class ObjectStorage {
  private readonly service: BackgroundProcess;
  private readonly files: ObjectStorageFiles;

  /** @param folder of its buckets and keys @param runFolder for pid and log */
  constructor(
    private readonly folder: string,
    private readonly router: Router,
    runFolder: string,
    cgroup: Cgroup,
  ) {
    this.service = new BackgroundProcess("object-storage", runFolder, cgroup);
    this.files = new ObjectStorageFiles(folder);
  }

  /** Starts it unless it runs. The first time the program is built, which takes two minutes. */
  async start(address: string): Promise<StorageAccess> {
    const access = await this.files.prepare(address);
    if (this.service.pid !== undefined) return access;
    const program = join(this.folder, "versitygw");
    await buildObjectStorage(program);
    const { environment, options } = this.files.command(`${address}:443`);
    const words = [
      "env",
      ...Object.entries(environment).map(([name, value]) => `${name}=${value}`),
      program,
      ...options,
    ];
    await this.service.start(this.router.inside(words), () => accepts(address));
    return access;
  }
}

/** Builds the S3 server. */
export function buildObjectStorage(output: string): Promise<void> {
  return buildGoProgram({ name: "the S3 server", folder: MODULE, package: PACKAGE, output });
}

/** What an S3 server of the lab needs: one bucket, a key of its own and a certificate that it signs itself. */
export class ObjectStorageFiles {
  /** @param folder of its buckets and keys; absolute, as the server leaves its working directory */
  constructor(private readonly folder: string) {}

  /** Makes what is not there. @param address IPv4 */
  async prepare(address: string, port = 443): Promise<StorageAccess> {
    mkdirSync(this.bucket, { recursive: true });
    mkdirSync(this.metadata, { recursive: true });
    const access = {
      endpoint: `https://${address}${port === 443 ? "" : `:${port}`}`,
      region: REGION,
      bucket: BUCKET,
      keyFile: join(this.folder, "key"),
      caFile: join(this.folder, "certificate.pem"),
    };
    if (!existsSync(access.keyFile)) {
      const lines = [randomBytes(10), randomBytes(20)].map((bytes) => bytes.toString("hex"));
      writeFileSync(access.keyFile, `${lines.join("\n")}\n`, { mode: 0o600 });
    }
    if (!existsSync(access.caFile)) {
      await run("openssl", [
        ...["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"],
        ...["-keyout", this.privateKey, "-out", access.caFile, "-days", CERTIFICATE_DAYS],
        ...["-subj", "/CN=object storage of the lab", "-addext", `subjectAltName=IP:${address}`],
      ]);
    }
    return access;
  }

  /** How the server is started. @param listen address and port */
  command(listen: string): {
    readonly environment: Readonly<Record<string, string>>;
    readonly options: readonly string[];
  } {
    const [id = "", secret = ""] = readFileSync(join(this.folder, "key"), "utf8").split("\n");
    return {
      environment: { ROOT_ACCESS_KEY: id, ROOT_SECRET_KEY: secret },
      options: [
        ...["--quiet", "--keep-alive", "--region", REGION, "--port", listen],
        ...["--cert", join(this.folder, "certificate.pem"), "--key", this.privateKey],
        // Metadata beside the objects: not every file system of a laptop has extended attributes.
        ...["posix", "--sidecar", this.metadata, join(this.folder, "buckets")],
      ],
    };
  }

  /** Where the objects of its bucket are, as files. */
  get bucket(): string {
    return join(this.folder, "buckets", BUCKET);
  }

  private get metadata(): string {
    return join(this.folder, "metadata");
  }

  get privateKey(): string {
    return join(this.folder, "private-key.pem");
  }
}

function accepts(address: string): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(443, address, () => {
      socket.destroy();
      done(true);
    });
    socket.once("error", () => {
      done(false);
    });
  });
}
