import type { DaemonClient } from "./cloud/client";
import type { ExecOptions, ExecResult, Impairment, MachineStatus } from "./substrate";
import { LabFailure } from "./failure";
import { lastJournal, type Remote } from "./remote";
import { Shell } from "./shell";
import { until, type WaitOptions } from "./until";

/** A machine of a lab, by its host name. Commands run as root and need no network. */
export class Machine extends Shell {
  constructor(
    name: string,
    private readonly daemon: DaemonClient,
  ) {
    super(new MachineRemote(name, daemon));
  }

  /** Waits until a unit is active. @throws LabFailure, at once when the unit has failed */
  async waitForUnit(unit: string, options: WaitOptions = {}): Promise<void> {
    await until(
      async () => {
        const state = await this.unitState(unit);
        if (state === "failed") throw await this.failure(`unit ${unit} to become active`, "it failed", unit);
        return state === "active" ? { value: undefined } : { found: `it is ${state}` };
      },
      (found, seconds) => this.failure(`unit ${unit} to become active within ${seconds} s`, found, unit),
      options,
    );
  }

  /** Waits until something listens on a TCP port. */
  async waitForOpenPort(port: number, options: WaitOptions = {}): Promise<void> {
    await this.waitUntilSucceeds(`ss -Hltn 'sport = :${port}' | grep -q .`, options);
  }

  /** Waits until cloud-init is done. @throws LabFailure when it ended with an error. */
  async waitForCloudInit(options: WaitOptions = {}): Promise<void> {
    await until(
      async () => {
        const { status, stdout, stderr } = await this.run("cloud-init status", { timeoutSeconds: 30 });
        const state = /status: (\w+)/.exec(stdout)?.[1] ?? stderr.trim();
        if (state === "error") throw await this.failure("cloud-init to be done", `it ended with an error: ${stdout}`);
        return state === "done" ? { value: undefined } : { found: `it is ${state} (status ${status})` };
      },
      (found, seconds) => this.failure(`cloud-init to be done within ${seconds} s`, found),
      { timeoutSeconds: 300, ...options },
    );
  }

  async status(): Promise<MachineStatus> {
    const { machines } = await this.daemon.status();
    const own = machines.find(({ name }) => name === this.name);
    if (own) return own;
    throw new LabFailure(this.name, "it in the lab", machines.map(({ name }) => name).join(", ") || "no machine");
  }

  /** Starts the machine again, with its disks. */
  start(): Promise<void> {
    return this.daemon.act(this.name, "start");
  }

  /** Shuts the machine down in order. */
  stop(): Promise<void> {
    return this.daemon.act(this.name, "stop");
  }

  /** Pulls the plug: unwritten data is lost. */
  crash(): Promise<void> {
    return this.daemon.act(this.name, "crash");
  }

  /** Drops all packets of the machine, without a reset. */
  cut(): Promise<void> {
    return this.daemon.act(this.name, "cut");
  }

  /** Ends what `cut` and `impair` began. */
  heal(): Promise<void> {
    return this.daemon.act(this.name, "heal");
  }

  /** Loses and delays packets of the machine. */
  impair(impairment: Impairment): Promise<void> {
    return this.daemon.act(this.name, impairment);
  }

  private async unitState(unit: string): Promise<string> {
    const { stdout } = await this.run(`systemctl show --property ActiveState --value '${unit}'`, {
      timeoutSeconds: 30,
    });
    return stdout.trim() || "unknown";
  }
}

class MachineRemote implements Remote {
  constructor(
    readonly name: string,
    private readonly daemon: DaemonClient,
  ) {}

  exec(command: readonly string[], options?: ExecOptions): Promise<ExecResult> {
    return this.daemon.exec(this.name, command, options);
  }

  lastLog(unit?: string): Promise<string> {
    return lastJournal(this, unit);
  }
}
