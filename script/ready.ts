/**
 * `tsx script/ready.ts COMMAND`: gets ready for COMMAND of cdktf, which goes to the cloud. Ends with status 1 and the reason
 * when it must not go there with this installation.
 */
import { resolve } from "node:path";
import { loadForCloud } from "../config/deployable";
import { messageOf } from "../config/message-of";
import { PROJECT_ROOT } from "../config/paths";
import { chosenFile, OWN } from "../config/which-file";
import { accessKey, type ObjectStorage, StateBucket } from "./state/bucket";
import { refuseSmallerDisk } from "./state/data-disk";
import { heldLocks, saysLocked } from "./state/locks";
import { claim } from "./state/owner";
import { keepPrivate } from "./state/private";

const command = process.argv[2] ?? "deploy";

async function main(): Promise<void> {
  const { state, machines } = loadForCloud(command);
  if ("local" in state) {
    const folder = resolve(PROJECT_ROOT, state.local.folder);
    keepPrivate(folder);
    claim(folder, chosenFile() ?? OWN);
    if (command !== "destroy") refuseSmallerDisk(folder, machines.database.dataDisk.sizeGb);
    return;
  }
  await refuseLocked(state.objectStorage);
}

/** Refuses to begin beside another deployment. Where nobody can be asked the engine's own lock is what is left. */
async function refuseLocked(storage: ObjectStorage): Promise<void> {
  const key = accessKey(process.env);
  if (key === undefined) return;
  const asking = async () => heldLocks(new StateBucket(storage, key, process.env));
  const locks = await asking().catch(() => []);
  if (locks.length > 0) throw new Error(saysLocked(locks, process.env));
}

main().catch((error: unknown) => {
  console.error(`${command}: ${messageOf(error)}`);
  process.exitCode = 1;
});
