import type { Installation } from "../../config/schema";
import { type Consent, requireConsent } from "./consent";
import { InstancePower } from "./instance-power";
import { planned } from "./planned";
import { lossesOf, printed } from "./print";
import { markGate, startMachines } from "./start-machines";

export interface PrepareOptions extends Consent {
  /** Of the engine and of the cloud's clients. */
  readonly env: NodeJS.ProcessEnv;
  /** Stack of a machine that the deployment is to make anew. @default none */
  readonly replace?: string;
  /** Takes what is to be shown. */
  readonly tell: (text: string) => void;
}

/**
 * Does what comes before a deployment: shows what machines will do and what users will notice, asks where something would be
 * lost, and starts machines that are stopped.
 *
 * @param outdir what cdktf wrote
 * @throws when something would be lost, and nobody has agreed; nothing was changed then
 */
export async function prepare(installation: Installation, outdir: string, options: PrepareOptions): Promise<void> {
  const { env, tell, replace } = options;
  const found = await planned(installation, env, outdir, replace);
  tell(`\n${printed(found)}\n`);
  await requireConsent(lossesOf(found), options);
  const power = new InstancePower(env);
  await startMachines(found, {
    start: (id) => power.start(id),
    await: (machine) => markGate(env, outdir, machine),
    tell,
  });
}
