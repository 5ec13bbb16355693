import type { DaemonClient } from "./cloud/client";
import type { Impairment, MachineStatus } from "./substrate";
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
    super(remoteOf(name, daemon));
  }

  /** Waits until a unit is active. @throws LabFailure, at once when the unit has failed */
  async waitForUnit(unit: string, options: WaitOptions = {}): Promise<void> {
    await until(
      async () => {
        const show = `systemctl show --property ActiveState --value '${unit}'`;
        const state = (await this.run(show, { timeoutSeconds: 30 })).stdout.trim() || "unknown";
        if (state === "failed") throw await this.failure(`unit ${unit} to become active`, "it failed", unit);
        return state === "active" ? { value: undefined } : { found: `it is ${state}` };
      },
      (found, seconds) => this.failure(`unit ${unit} to become active within ${seconds} s`, found, unit),
      options,
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
}

function remoteOf(name: string, daemon: DaemonClient): Remote {
  const exec: Remote["exec"] = (command, options) => daemon.exec(name, command, options);
  return { name, exec, lastLog: (unit) => lastJournal({ exec }, unit) };
}
