import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { displayPath } from "../../config/paths";

/** Names the config whose state is in a folder. */
const NOTE = "installation";

/**
 * Gives a folder of states to one config: two that share it would each take the other's machines for their own.
 *
 * @param folder absolute, and there
 * @param config absolute
 * @throws when it is another config's
 */
export function claim(folder: string, config: string): void {
  const note = join(folder, NOTE);
  const name = displayPath(config);
  if (!existsSync(note)) writeFileSync(note, `${name}\n`, { mode: 0o600 });
  const owner = readFileSync(note, "utf8").trim();
  if (owner === name) return;
  throw new Error(
    `${name}: state.local.folder: got ${displayPath(folder)}, which holds the state of ${owner}, allowed: a folder of its own (if ${owner} has only got a new name, remove ${displayPath(note)})`,
  );
}
