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
import { heldLocksOf } from "./state/locks";
import { claim } from "./state/owner";
import { keepPrivate } from "./state/private";

const command = process.argv[2] ?? "deploy";

async function main(): Promise<void> {
  const installation = loadForCloud(command);
  const { state, machines } = installation;
  if ("local" in state) {
    const folder = resolve(PROJECT_ROOT, state.local.folder);
    keepPrivate(folder);
    claim(folder, chosenFile() ?? OWN);
    if (command !== "destroy") refuseSmallerDisk(folder, machines.database.dataDisk.sizeGb);
    return;
  }
  // Beside another deployment it does not begin. Where nobody can be asked the engine's own lock is what is left.
  const locked = await heldLocksOf(installation, process.env);
  if (locked !== undefined) throw new Error(locked);
}

main().catch((error: unknown) => {
  console.error(`${command}: ${messageOf(error)}`);
  process.exitCode = 1;
});
