import { join } from "node:path";
import { PROJECT_ROOT } from "../config/paths";

/**
 * Machines and disks of the labs on this host, but for those of tests, which may be anywhere. Not in the project:
 * everything that walks through its files would walk through the machines' as well.
 */
export const LABS = "/var/lib/bingo-lab";

/** Files and folders of a lab. Labs of different names share none, and none with the cloud's deployment. */
export class LabPaths {
  /** The lab's folder, relative to the project. */
  readonly folder: string;
  /** `cdktf`'s output. Not deeper: the stacks' paths are relative to three folders up (constructs/paths.ts). */
  readonly output: string;
  /** Terraform's state, relative to the project. */
  readonly state: string;

  /** @param name a lower-case letter, then up to 9 lower-case letters or digits */
  constructor(readonly name: string) {
    if (!/^[a-z][a-z0-9]{0,9}$/.test(name)) {
      throw new Error(`name of the lab: expected a lower-case letter and up to 9 letters or digits, found "${name}"`);
    }
    this.folder = `.cache/lab/${name}`;
    this.output = `lab-${name}.out`;
    this.state = `${this.folder}/state`;
  }

  /** Machines and disks. */
  get host(): string {
    return join(LABS, this.name);
  }

  /** The daemon's resources. */
  get resources(): string {
    return this.inFolder("resources.json");
  }

  get installation(): string {
    return this.inFolder("installation.yaml");
  }

  get standIn(): string {
    return this.inFolder("bingo");
  }

  get provider(): string {
    return this.inFolder("provider");
  }

  get daemonLog(): string {
    return this.inFolder("daemon.log");
  }

  /** Whole output of the last deployment. */
  get deployLog(): string {
    return this.inFolder("deploy.log");
  }

  /** Whole output of the last `destroy`. */
  get destroyLog(): string {
    return this.inFolder("destroy.log");
  }

  /** Sockets and pids. Outside of the project, as a socket's path has at most 107 characters. */
  get run(): string {
    return join("/run/bingo-lab", this.name);
  }

  get socket(): string {
    return join(this.run, "daemon.sock");
  }

  get pid(): string {
    return join(this.run, "daemon.pid");
  }

  /** Names the project that the lab belongs to. */
  get owner(): string {
    return join(this.run, "project");
  }

  inFolder(...path: readonly string[]): string {
    return join(PROJECT_ROOT, this.folder, ...path);
  }
}
