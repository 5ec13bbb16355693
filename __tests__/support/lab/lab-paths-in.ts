import { join } from "node:path";
import { labPaths, type LabPaths } from "../../../lab/paths";

/** The paths of a lab named `test` whose files for running processes are in a folder of the test. */
export function labPathsIn(run: string): LabPaths {
  return { ...labPaths("test"), run, socket: join(run, "daemon.sock") };
}
