import { CdktfFailed } from "./cli/cdktf";
import { destroy } from "./cli/destroy";
import { down } from "./cli/down";
import { output, urls, type LabUrls } from "./cli/outputs";
import { labPaths, type LabPaths } from "./paths";
import { taint } from "./cli/taint";
import { up, type UpOptions } from "./cli/up";
import { DaemonClient } from "./cloud/client";
import type { LabStatus } from "./cloud/protocol";
import { internetClient } from "./client";
import { LabFailure } from "./failure";
import { Machine } from "./machine";
import type { Shell } from "./shell";

export interface LabOptions extends Omit<UpOptions, "tell"> {
  /** A lower-case letter, then up to 9 lower-case letters or digits. Tests that run at once need names of their own. */
  readonly name: string;
  /** Receives lines of progress. @default stderr */
  readonly tell?: (line: string) => void;
}

/**
 * A lab that is up: the installation, deployed on this machine.
 *
 * @example
 *     const lab = await Lab.up({ name: "test", scale: 0.01 });
 *     await lab.machine("app-1").crash();
 *     await lab.client.succeed(`curl --http3-only -k ${lab.urls.https}`);
 *     await lab.down();
 */
export class Lab {
  /** A machine of a user of the service, in the lab's internet, with Debian 13's curl. */
  readonly client: Shell;

  private constructor(
    private readonly paths: LabPaths,
    private readonly daemon: DaemonClient,
    private readonly options: LabOptions,
  ) {
    this.client = internetClient(daemon);
  }

  /** Deploys the whole installation and waits until it serves. After a failure the lab stays, to be looked at. */
  static async up(options: LabOptions): Promise<Lab> {
    const paths = labPaths(options.name);
    return new Lab(paths, await deployed(paths, options), options);
  }

  /** Attaches to a lab that is up. @throws when there is none of this name */
  static async attach(name: string): Promise<Lab> {
    const paths = labPaths(name);
    const daemon = new DaemonClient(paths.socket);
    await daemon.status();
    return new Lab(paths, daemon, { name });
  }

  /**
   * Deploys again, with overrides of the configuration. Resolves when the service answers.
   *
   * @param app another cdktf app, with its arguments. @default that of the first deployment
   */
  async deploy(overrides: Readonly<Record<string, unknown>> = {}, app?: string): Promise<void> {
    await deployed(this.paths, { ...this.options, overrides, ...(app !== undefined && { app }) });
  }

  /** Has the next deployment make a resource anew. @param address for example `yandex_compute_instance.vm` */
  taint(stack: string, address: string): Promise<void> {
    return taint(this.paths, stack, address);
  }

  /** Runs `cdktf destroy` for all stacks. The lab stays, and `deploy` deploys into it again. */
  async destroy(): Promise<void> {
    await reported(this.options.name, "destroy", () => destroy(this.paths, this.options.tell ?? toStderr));
  }

  machine(name: string): Machine {
    return new Machine(name, this.daemon);
  }

  /** Base URLs of the service, at the edge's public address. @throws when the edge is not deployed */
  get urls(): LabUrls {
    return urls(this.paths);
  }

  /** Absolute path of the configuration that is deployed: an installation.yaml. */
  get installationFile(): string {
    return this.paths.installation;
  }

  /** Output of a stack, for example of `edge` its `page_url`; undefined when the stack is not deployed. */
  output(stack: string, name: string): string | undefined {
    return output(this.paths, stack, name);
  }

  status(): Promise<LabStatus> {
    return this.daemon.status();
  }

  /** Removes the lab. */
  down(): Promise<void> {
    return Lab.down(this.options.name);
  }

  /** Removes a lab of this name if there is one, also one that a failed `up` has left. */
  static down(name: string): Promise<void> {
    return down(labPaths(name));
  }
}

async function deployed(paths: LabPaths, options: LabOptions): Promise<DaemonClient> {
  return reported(options.name, "deployment", async () => {
    return (await up(paths, { ...options, tell: options.tell ?? toStderr })).daemon;
  });
}

/** Turns a failure of cdktf into one of the lab, with cdktf's last lines. */
async function reported<T>(name: string, what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof CdktfFailed)) throw error;
    throw new LabFailure(`lab ${name}`, `the ${what} to succeed`, error.message, error.lines.join("\n"));
  }
}

function toStderr(line: string): void {
  process.stderr.write(`${line}\n`);
}
