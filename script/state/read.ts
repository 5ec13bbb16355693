import { existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import execa from "execa";
import { displayPath, PROJECT_ROOT } from "../../config/paths";
import type { Installation } from "../../config/schema";
import { localStates, type StackState } from "./local";

/** Where a synthesized installation is, and the program that reads its state. */
export interface Engine {
  /** What cdktf wrote. */
  readonly output: string;
  /** Terraform or OpenTofu. */
  readonly program: string;
}

/**
 * Reads the states of all stacks that have one, wherever they are kept.
 *
 * @throws when there is none, when one is being written, or when Object Storage gives none
 */
export async function readStates({ state }: Installation, engine: Engine): Promise<readonly StackState[]> {
  const states = "local" in state ? inFolder(resolve(PROJECT_ROOT, state.local.folder)) : await inObjectStorage(engine);
  for (const { stack, text } of states) {
    if (isState(text)) continue;
    throw new Error(
      `the state of ${stack}: expected JSON with a serial number, found something else: is a deployment under way?`,
    );
  }
  return states;
}

function inFolder(folder: string): readonly StackState[] {
  const states = localStates(folder);
  if (states.length === 0) throw new Error(`${displayPath(folder)}: expected the state of a deployment, found none`);
  return states;
}

async function inObjectStorage({ output, program }: Engine): Promise<StackState[]> {
  const stacks = join(output, "stacks");
  if (!existsSync(stacks))
    throw new Error(`${output}: expected the stacks of a deployment, found none: run npm run diff first`);
  const states: StackState[] = [];
  for (const stack of readdirSync(stacks).sort()) {
    const args = [`-chdir=${join(stacks, stack)}`, "state", "pull"];
    const { failed, stdout, stderr, shortMessage } = (await execa(program, args, {
      env: { CHECKPOINT_DISABLE: "1" },
      reject: false,
    })) as execa.ExecaReturnValue & Partial<execa.ExecaError>;
    if (failed) {
      const found = (stderr || (shortMessage ?? "")).trim();
      throw new Error(`${program} ${args.join(" ")}: expected a state, found: ${found}\nrun npm run diff first`);
    }
    // A stack that was never deployed has none.
    if (stdout.trim() !== "") states.push({ stack, text: `${stdout}\n` });
  }
  if (states.length === 0) throw new Error("Object Storage: expected the state of a deployment, found none");
  return states;
}

function isState(text: string): boolean {
  try {
    return typeof (JSON.parse(text) as { readonly serial?: unknown }).serial === "number";
  } catch {
    return false;
  }
}
