import { chmodSync, mkdirSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { displayPath, PROJECT_ROOT } from "../../config/paths";

/** Names of states, of their backups and of their locks. */
const STATE = /\.tfstate(\.|$)/;

/**
 * Makes the folder of the state, and keeps it and the state in it from others: it holds passwords and private keys. What the
 * engine adds is private by the umask of script/environment.
 *
 * @param folder absolute, in the project
 * @throws when the folder or a file belongs to someone else
 */
export function keepPrivate(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (folder !== PROJECT_ROOT) restrict(folder, 0o700);
  for (const name of readdirSync(folder)) {
    if (STATE.test(name)) restrict(join(folder, name), 0o600);
  }
}

function restrict(path: string, mode: number): void {
  if ((statSync(path).mode & 0o777) === mode) return;
  try {
    chmodSync(path, mode);
  } catch {
    throw new Error(
      `${displayPath(path)}: others can read it, and it belongs to another user: chown it, or run chmod ${mode.toString(8)} as its owner`,
    );
  }
}
