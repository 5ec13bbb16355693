/**
 * `tsx script/locked.ts`: says on stderr who holds locks of the state, after a command has failed. It says nothing when
 * none is held, or when nobody can be asked: the command's own words stand above.
 */
import { loadForCloud } from "../config/deployable";
import { accessKey, StateBucket } from "./state/bucket";
import { heldLocks, saysLocked } from "./state/locks";

async function main(): Promise<void> {
  const { state } = loadForCloud("diff");
  const key = accessKey(process.env);
  if ("local" in state || key === undefined) return;
  const locks = await heldLocks(new StateBucket(state.objectStorage, key, process.env));
  if (locks.length > 0) console.error(saysLocked(locks, process.env));
}

main().catch(() => undefined);
