import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { LabAddresses } from "./addresses";
import type { Cgroup } from "./cgroup";
import { dnsCommand, hostsFile } from "./dns";
import type { Router } from "./router";
import { cacheFolder, mirrors } from "./base-root";
import { PACKAGE_CACHE_PORT } from "./packet-filter";
import { packageCacheConfig } from "./package-cache";
import { succeeds } from "./run";
import { BackgroundProcess } from "./background-process";

/** The programs that serve all machines: DNS, metadata, time and packages. They outlive this process. */
export class LabServices {
  /** @param folder the lab's @param runFolder for pids and logs */
  constructor(
    private readonly router: Router,
    private readonly folder: string,
    private readonly runFolder: string,
    private readonly cgroup: Cgroup,
  ) {}

  /** Starts those that do not run. @param base the machines' root: the package cache fetches from its archives */
  async start(addresses: LabAddresses, base: string): Promise<void> {
    await Promise.all([
      this.startDns(addresses),
      this.startMetadataAndTime(addresses),
      this.startPackageCache(addresses, base),
    ]);
  }

  setRecords(records: Readonly<Record<string, readonly string[]>>): void {
    writeFileSync(this.hosts, hostsFile(records));
    this.service("dnsmasq").signal("SIGHUP");
  }

  private async startDns({ time }: LabAddresses): Promise<void> {
    const dns = this.service("dnsmasq");
    if (!existsSync(this.hosts)) writeFileSync(this.hosts, "");
    await dns.start(this.router.inside(dnsCommand(this.hosts, time)), (output) => output.includes("started"));
  }

  private async startMetadataAndTime({ time }: LabAddresses): Promise<void> {
    const program = join(__dirname, "metadata-and-time.ts");
    const loader = pathToFileURL(require.resolve("tsx")).href;
    const command = [process.execPath, "--import", loader, program, this.folder, time];
    await this.service("metadata-and-time").start(this.router.inside(command), (output) => output.includes("ready"));
  }

  private async startPackageCache({ host }: LabAddresses, base: string): Promise<void> {
    const service = this.service("package-cache");
    if (service.pid !== undefined) return;
    const folder = join(this.runFolder, "package-cache");
    const start = async (cache: string): Promise<void> => {
      mkdirSync(cache, { recursive: true });
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, "acng.conf"), packageCacheConfig(host, { cache, run: folder }, mirrors(base)));
      const command = ["flock", "--nonblock", "--no-fork", lockOf(cache), "apt-cacher-ng", "-c", folder];
      await service.start(command, () => answers(host, PACKAGE_CACHE_PORT));
    };
    // Two of its processes must not share a folder: a second lab at the same time has one of its own.
    const [shared, own] = [join(cacheFolder(), "packages"), join(folder, "packages")];
    try {
      if (await isFree(shared)) {
        await start(shared);
        return;
      }
    } catch (error) {
      // Another lab may have been quicker in between.
      if (await isFree(shared)) throw error;
    }
    await start(own);
  }

  private service(name: string): BackgroundProcess {
    return new BackgroundProcess(name, this.runFolder, this.cgroup);
  }

  private get hosts(): string {
    return join(this.runFolder, "hosts");
  }
}

function lockOf(cache: string): string {
  return `${cache}.lock`;
}

async function isFree(cache: string): Promise<boolean> {
  mkdirSync(dirname(cache), { recursive: true });
  return succeeds("flock", ["--nonblock", lockOf(cache), "true"]);
}

function answers(host: string, port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(port, host, () => {
      socket.destroy();
      done(true);
    });
    socket.once("error", () => {
      done(false);
    });
  });
}
