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

/** An S3 server on an address of the lab's internet, with one bucket, a key of its own and a certificate that it signs itself. */
export class ObjectStorage {
  private readonly service: BackgroundProcess;

  /** @param folder of its buckets and keys @param runFolder for pid and log */
  constructor(
    private readonly folder: string,
    private readonly router: Router,
    runFolder: string,
    cgroup: Cgroup,
  ) {
    this.service = new BackgroundProcess("object-storage", runFolder, cgroup);
  }

  /** Starts it unless it runs. The first time the program is built, which takes two minutes. */
  async start(address: string): Promise<StorageAccess> {
    const access = await this.prepare(address);
    if (this.service.pid !== undefined) return access;
    const program = join(this.folder, "versitygw");
    await buildGoProgram({ name: "the S3 server", folder: MODULE, package: PACKAGE, output: program });
    const [id = "", secret = ""] = readFileSync(access.keyFile, "utf8").split("\n");
    const options = [
      ...["--quiet", "--keep-alive", "--region", REGION, "--port", `${address}:443`],
      ...["--cert", access.caFile, "--key", this.privateKey],
    ];
    // Metadata beside the objects: not every file system of a laptop has extended attributes.
    const backend = ["posix", "--sidecar", join(this.folder, "metadata"), join(this.folder, "buckets")];
    const keys = ["env", `ROOT_ACCESS_KEY=${id}`, `ROOT_SECRET_KEY=${secret}`];
    await this.service.start(this.router.inside([...keys, program, ...options, ...backend]), () => accepts(address));
    return access;
  }

  private async prepare(address: string): Promise<StorageAccess> {
    mkdirSync(join(this.folder, "buckets", BUCKET), { recursive: true });
    mkdirSync(join(this.folder, "metadata"), { recursive: true });
    const access = {
      endpoint: `https://${address}`,
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

  private get privateKey(): string {
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
