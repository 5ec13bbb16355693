import { join } from "node:path";
import { LabPaths } from "../../../lab/paths";

/** The paths of a lab named `test` whose files for running processes are in a folder of the test. */
export function labPathsIn(run: string): LabPaths {
  return Object.create(new LabPaths("test"), {
    run: { value: run },
    socket: { value: join(run, "daemon.sock") },
  }) as LabPaths;
}
