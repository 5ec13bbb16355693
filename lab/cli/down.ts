import { rmdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { PROJECT_ROOT } from "../../config/paths";
import { LinuxHost } from "../host/host";
import { refuseOthers, stopDaemon } from "./daemon-process";
import { endDeployment } from "./orphans";
import type { LabPaths } from "../paths";

/**
 * Removes a lab completely: machines, networks, files, state. Does not ask daemon or engine what exists, as they may not
 * know after a crash. A deployment that is running is ended.
 *
 * @throws when the lab belongs to another checkout.
 */
export async function down(paths: LabPaths): Promise<void> {
  refuseOthers(paths);
  await endDeployment(paths);
  await stopDaemon(paths);
  await new LinuxHost({ id: paths.name, folder: paths.host }).down();
  for (const folder of [paths.folder, join(PROJECT_ROOT, paths.output), paths.run]) {
    rmSync(folder, { recursive: true, force: true });
  }
  for (const folder of [paths.folder, paths.run, paths.host]) removeEmpty(dirname(folder));
}

function removeEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch (error) {
    // Another lab is in it, or it does not exist.
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "ENOTEMPTY" && code !== "ENOENT") throw error;
  }
}
