import type { Lab } from "../../../lab";
import type { LinuxHost } from "../../../lab/host/host";
import type { ExecOptions, ExecResult, MachineDescription } from "../../../lab/substrate";
import { until } from "../../../lab/until";
import { SANDBOXES, type Sandboxes, sandboxesIn } from "../lab/sandboxes";
import { knownErrors } from "./known-errors";

/**
 * What a machine may take to boot. Without KVM a processor that does nothing else takes two minutes, and a busy host
 * several times that: whoever is only slow shall not fail.
 */
const BOOT_SECONDS = { kvm: 300, tcg: 3600 } as const;

/** The way to a virtual machine. */
interface Access {
  readonly name: string;
  readonly run: (script: string, options: ExecOptions) => Promise<ExecResult>;
  readonly state: () => Promise<string>;
  readonly description: () => Promise<MachineDescription>;
}

/** A virtual machine that a test boots, with commands on it. */
export class BootedMachine {
  private constructor(private readonly access: Access) {}

  /** A machine of a host that has no cloud. */
  static onHost(host: LinuxHost, id: string): BootedMachine {
    return new BootedMachine({
      name: id,
      run: (script, options) => host.machines.exec(id, ["bash", "-ec", script], options),
      state: async () => (await host.machines.list()).find((one) => one.id === id)?.state ?? "gone",
      description: () => Promise.resolve(host.machineKind),
    });
  }

  /** A machine of an installation. */
  static ofLab(lab: Lab, name: string): BootedMachine {
    const machine = lab.machine(name);
    return new BootedMachine({
      name,
      run: (script, options) => machine.run(script, options),
      state: async () => (await machine.status()).state,
      description: async () => (await lab.status()).machineKind,
    });
  }

  /** What a command printed. Rejects unless its status is 0. */
  async words(script: string, timeoutSeconds = 120): Promise<string> {
    const { status, stdout, stderr } = await this.access.run(script, { timeoutSeconds });
    if (status === 0) return stdout.trimEnd();
    throw new Error(`${this.access.name}: ${script}: expected status 0, found ${status}: ${stdout}${stderr}`);
  }

  /** Waits until the machine has booted and cloud-init has ended. @returns the seconds that it took from now */
  async booted(): Promise<number> {
    const { name } = this.access;
    const began = performance.now();
    await until(
      async () => {
        const state = await this.access.state();
        if (state !== "running") throw new Error(`${name}: expected it to boot, it has ${state}`);
        const found = await this.words("systemctl is-system-running || true; cloud-init status || true").catch(
          (error: unknown) => String(error),
        );
        const [system = "", cloud = ""] = found.split("\n");
        const ended = ["running", "degraded"].includes(system) && /^status: (?!running|not started)/.test(cloud);
        return ended ? { value: undefined } : { found };
      },
      `machine ${name}: expected it to have booted`,
      { timeoutSeconds: await this.bootSeconds(), intervalSeconds: 10 },
    );
    const seconds = Math.round((performance.now() - began) / 1000);
    process.stderr.write(`${name}: booted after ${seconds} s\n`);
    return seconds;
  }

  /** Waits until the machine has booted once more, for the reason that the work gives it. */
  async bootedAnew(work: () => Promise<unknown>): Promise<void> {
    const first = await this.bootId();
    await work();
    await until(
      async () =>
        (await this.bootId().catch(() => first)) !== first ? { value: undefined } : { found: "the same boot" },
      `${this.access.name}: expected another boot`,
      { timeoutSeconds: await this.bootSeconds(), intervalSeconds: 5 },
    );
    await this.booted();
  }

  /** Units that have failed, one in a line. */
  failedUnits(): Promise<string> {
    return this.words("systemctl list-units --plain --no-legend --state=failed");
  }

  /** What the sandboxes of its services lack, as its kernel says. */
  async sandboxes(): Promise<Sandboxes> {
    const { stdout, stderr } = await this.access.run("python3 -", { input: SANDBOXES, timeoutSeconds: 600 });
    return sandboxesIn(`${stderr}${stdout}`);
  }

  /** Changes with every boot. */
  bootId(): Promise<string> {
    return this.words("cat /proc/sys/kernel/random/boot_id");
  }

  /** Lines of the present boot's journal with the priority of errors, but for those that are known and no fault. */
  async errors(): Promise<readonly string[]> {
    const known = knownErrors(await this.access.description());
    const lines = (await this.words("journalctl --boot --priority=err --no-pager --output=cat")).split("\n");
    return [...new Set(lines)].filter((line) => line !== "" && !known.some((pattern) => pattern.test(line)));
  }

  private async bootSeconds(): Promise<number> {
    return BOOT_SECONDS[(await this.access.description()).accelerator ?? "tcg"];
  }
}
