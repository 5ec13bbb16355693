import { rmdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { PROJECT_ROOT } from "../../config/paths";
import { LinuxHost } from "../host/host";
import { refuseOthers, stopDaemon } from "./daemon-process";
import { endDeployment } from "./orphans";
import type { LabPaths } from "../paths";

/**
 * Removes a lab and all that is left of it: machines, networks, files, state. Asks neither daemon nor engine what there
 * is: after a crash they do not know.
 */
export async function down(paths: LabPaths): Promise<void> {
  refuseOthers(paths);
  await endDeployment(paths);
  await stopDaemon(paths);
  await new LinuxHost({ id: paths.name, folder: paths.host }).down();
  for (const folder of [paths.inFolder(), join(PROJECT_ROOT, paths.output), paths.run]) {
    rmSync(folder, { recursive: true, force: true });
  }
  for (const folder of [paths.inFolder(), paths.run, paths.host]) removeEmpty(dirname(folder));
}

function removeEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch (error) {
    // Another lab is in it, or it never was.
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "ENOTEMPTY" && code !== "ENOENT") throw error;
  }
}
