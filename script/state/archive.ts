import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import execa from "execa";
import type { StackState } from "./local";

/**
 * Writes states into one archive, which only its owner can read: `<installation>-state-20261126T084718Z.tar.gz`.
 *
 * @param folder where to put it; it is made when it is not there
 * @returns the path of the archive
 * @throws when there is one of the same second, or when `tar` fails
 */
export async function archive(
  states: readonly StackState[],
  installation: string,
  date: Date,
  folder: string,
): Promise<string> {
  const stamp = date.toISOString().replace(/[-:]|\.\d+/g, "");
  const name = `${installation}-state-${stamp}`;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, `${name}.tar.gz`);
  const file = openSync(path, "wx", 0o600);
  const scratch = mkdtempSync(join(tmpdir(), "state-"));
  try {
    mkdirSync(join(scratch, name), { mode: 0o700 });
    for (const { stack, text } of states) {
      writeFileSync(join(scratch, name, `${stack}.tfstate`), text, { mode: 0o600 });
    }
    // Without it macOS adds a file of its own beside each.
    const env = { COPYFILE_DISABLE: "1" };
    await execa("tar", ["-czf", "-", "-C", scratch, name], { env, stdio: ["ignore", file, "pipe"] });
    return path;
  } catch (error) {
    rmSync(path);
    throw error;
  } finally {
    closeSync(file);
    rmSync(scratch, { recursive: true });
  }
}
