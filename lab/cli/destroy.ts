import { loadInstallation } from "../../config/load";
import { DaemonClient } from "../cloud/client";
import { Engine, findUsersEngine } from "../engine/engine";
import type { LabPaths } from "../paths";
import { runCdktf } from "./cdktf";
import { exclusively } from "./exclusive";
import { deleteLeftovers } from "./leftovers";
import { provideMirror } from "./provider";

/**
 * Destroys the lab's stacks by the same command as in the cloud: a protected data disk stays. The lab itself stays, empty;
 * the next `up` deploys into it again.
 *
 * @throws DaemonAbsent when there is no such lab.
 * @throws when another command deploys into it.
 * @throws CdktfFailed
 */
export async function destroy(paths: LabPaths, tell: (line: string) => void): Promise<void> {
  const daemon = new DaemonClient(paths.socket);
  const { api } = await daemon.status();
  await exclusively(paths, async () => {
    await deleteLeftovers(paths, daemon, loadInstallation(paths.installation), tell);
    const engine = new Engine(await findUsersEngine());
    const mirror = await provideMirror(paths, engine);
    await runCdktf(
      { paths, engine: engine.path, mirror, api, tell },
      { name: "script/destroy", argv: ["script/destroy", "--auto-approve"], log: paths.destroyLog },
    );
  });
}
