/**
 * `tsx script/ready.ts COMMAND`: gets ready for COMMAND of cdktf, which goes to the cloud. Ends with status 1 and the reason
 * when it must not go there with this installation.
 */
import { resolve } from "node:path";
import { loadForCloud } from "../config/deployable";
import { messageOf } from "../config/message-of";
import { PROJECT_ROOT } from "../config/paths";
import { chosenFile, OWN } from "../config/which-file";
import { refuseSmallerDisk } from "./state/data-disk";
import { claim } from "./state/owner";
import { keepPrivate } from "./state/private";

const command = process.argv[2] ?? "deploy";
try {
  const { state, machines } = loadForCloud(command);
  if ("local" in state) {
    const folder = resolve(PROJECT_ROOT, state.local.folder);
    keepPrivate(folder);
    claim(folder, chosenFile() ?? OWN);
    if (command !== "destroy") refuseSmallerDisk(folder, machines.database.dataDisk.sizeGb);
  }
} catch (error) {
  console.error(`${command}: ${messageOf(error)}`);
  process.exitCode = 1;
}
