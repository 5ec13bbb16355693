import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";

const SUFFIX = ".tfstate";

/** The text of a stack's state, as the engine wrote it. */
export interface StackState {
  readonly stack: string;
  readonly text: string;
}

/** Reads the states that a folder holds, sorted by stack; none when there is no such folder. @param folder absolute */
export function localStates(folder: string): readonly StackState[] {
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(SUFFIX)) : [];
  return (
    names
      .sort()
      .map((name) => ({ stack: basename(name, SUFFIX), text: readFileSync(join(folder, name), "utf8") }))
      // The engine makes an empty file first.
      .filter(({ text }) => text !== "")
  );
}
