/**
 * `tsx script/locked.ts`: says on stderr who holds locks of the state, after a command has failed. It says nothing when
 * none is held, or when nobody can be asked: the command's own words stand above.
 */
import { loadForCloud } from "../config/deployable";
import { heldLocksOf } from "./state/locks";

async function main(): Promise<void> {
  const locked = await heldLocksOf(loadForCloud("diff"), process.env);
  if (locked !== undefined) console.error(locked);
}

main().catch(() => undefined);
