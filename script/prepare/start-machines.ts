import { join } from "node:path";
import { messageOf } from "../../config/message-of";
import { runEngine } from "../engine-program";
import type { Planned, PlannedMachine } from "./planned";

export interface StartOptions {
  /** Starts a machine, by its id; rejects with the cloud's words. */
  readonly start: (id: string) => Promise<void>;
  /** Has the deployment run a machine's gate, so that it waits until the machine works. */
  readonly await: (machine: PlannedMachine) => Promise<void>;
  readonly tell: (line: string) => void;
}

/** A machine that the deployment starts: somebody has stopped it, or the cloud, as it does with preemptible ones. */
export function isStopped({ status, goes }: PlannedMachine): boolean {
  return status === "stopped" && !goes;
}

/**
 * Starts the machines that are stopped: the engine plans nothing for them. One that cannot be started, as the cloud has no
 * room for it, keeps the rest of the deployment back no longer.
 */
export async function startMachines({ machines }: Planned, { start, await: wait, tell }: StartOptions): Promise<void> {
  const run = async (machine: PlannedMachine): Promise<void> => {
    const { stack, id } = machine;
    tell(`${stack}: is stopped, starting it`);
    try {
      await start(id);
    } catch (error) {
      tell(`${stack}: could not be started, the deployment goes on without it: ${messageOf(error)}`);
      return;
    }
    try {
      await wait(machine);
      tell(`${stack}: runs; the deployment waits until it does its work`);
    } catch (error) {
      tell(`${stack}: runs; the deployment does not wait for it: ${messageOf(error)}`);
    }
  };
  await Promise.all(machines.filter(isStopped).map(run));
}

/** Marks a machine's gate, in a stack that is prepared, so that the next deployment runs it again. @throws when it cannot */
export async function markGate(env: NodeJS.ProcessEnv, outdir: string, { stack, gate }: PlannedMachine): Promise<void> {
  if (gate === undefined) return;
  const { failed, stderr } = await runEngine(env, ["taint", "-no-color", gate], join(outdir, "stacks", stack));
  if (failed) throw new Error(stderr.trim());
}
