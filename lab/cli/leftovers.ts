import type { Installation } from "../../config/schema";
import type { DaemonClient } from "../cloud/client";
import type { LabPaths } from "../paths";
import { knownIds } from "./outputs";

/**
 * Has the cloud delete what neither a state of the engine nor the installation knows, before a deployment: one that was
 * killed has left it. A disk that the installation is made around is in no state.
 *
 * @param tell takes a line for each that is deleted
 */
export async function deleteLeftovers(
  paths: LabPaths,
  daemon: DaemonClient,
  { machines }: Installation,
  tell: (line: string) => void,
): Promise<void> {
  const { existing } = machines.database.dataDisk;
  const known = [...knownIds(paths), ...(existing === undefined ? [] : [existing])];
  for (const line of await daemon.beginDeployment(known)) tell(`deleted, as no state knows it: ${line}`);
}
