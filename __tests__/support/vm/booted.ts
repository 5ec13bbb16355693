import type { LinuxHost } from "../../../lab/host/host";
import { until } from "../../../lab/until";
import { SANDBOXES, type Sandboxes, sandboxesIn } from "../lab/sandboxes";
import { knownErrors } from "./known-errors";

/**
 * What a machine may take to boot. Without KVM a processor that does nothing else takes two minutes, and a busy host
 * several times that: whoever is only slow shall not fail.
 */
const BOOT_SECONDS = { kvm: 300, tcg: 3600 } as const;

/** A virtual machine that a test boots, with commands on it. */
export class BootedMachine {
  constructor(
    private readonly lab: LinuxHost,
    readonly id: string,
  ) {}

  /** What a command printed. Rejects unless its status is 0. */
  async words(script: string, timeoutSeconds = 120): Promise<string> {
    const result = await this.lab.machines.exec(this.id, ["bash", "-ec", script], { timeoutSeconds });
    const { status, stdout, stderr } = result;
    if (status === 0) return stdout.trimEnd();
    throw new Error(`${this.id}: ${script}: expected status 0, found ${status}: ${stdout}${stderr}`);
  }

  /** Waits until the machine has booted and cloud-init has ended. @returns the seconds that it took from now */
  async booted(): Promise<number> {
    const began = performance.now();
    const timeoutSeconds = BOOT_SECONDS[this.lab.machineKind.accelerator ?? "tcg"];
    await until(
      async () => {
        const { state } = (await this.lab.machines.list()).find(({ id }) => id === this.id) ?? { state: "gone" };
        if (state !== "running") throw new Error(`${this.id}: expected it to boot, it has ${state}`);
        const found = await this.words("systemctl is-system-running || true; cloud-init status || true").catch(
          (error: unknown) => String(error),
        );
        const [system = "", cloud = ""] = found.split("\n");
        const ended = ["running", "degraded"].includes(system) && /^status: (?!running|not started)/.test(cloud);
        return ended ? { value: undefined } : { found };
      },
      `machine ${this.id}: expected it to have booted`,
      { timeoutSeconds, intervalSeconds: 10 },
    );
    const seconds = Math.round((performance.now() - began) / 1000);
    process.stderr.write(`${this.id}: booted after ${seconds} s\n`);
    return seconds;
  }

  /** Units that have failed, one in a line. */
  failedUnits(): Promise<string> {
    return this.words("systemctl list-units --plain --no-legend --state=failed");
  }

  /** What the sandboxes of its services lack, as its kernel says. */
  async sandboxes(): Promise<Sandboxes> {
    const options = { input: SANDBOXES, timeoutSeconds: 600 };
    const { stdout, stderr } = await this.lab.machines.exec(this.id, ["python3", "-"], options);
    return sandboxesIn(`${stderr}${stdout}`);
  }

  /** Changes with every boot. */
  bootId(): Promise<string> {
    return this.words("cat /proc/sys/kernel/random/boot_id");
  }

  /** Lines of the present boot's journal with the priority of errors, but for those that are known and no fault. */
  async errors(): Promise<readonly string[]> {
    const known = knownErrors(this.lab.machineKind);
    const lines = (await this.words("journalctl --boot --priority=err --no-pager --output=cat")).split("\n");
    return [...new Set(lines)].filter((line) => line !== "" && !known.some((pattern) => pattern.test(line)));
  }
}
