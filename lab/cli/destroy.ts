import { DaemonClient } from "../cloud/client";
import { Engine, findUsersEngine } from "../engine/engine";
import { runCdktf } from "./cdktf";
import type { LabPaths } from "../paths";
import { provideMirror } from "./provider";

/**
 * `cdktf destroy` of the lab's stacks, by the same command as in the cloud: a protected data disk stays. The lab itself
 * goes on, empty; the next `up` deploys into it again.
 * @throws DaemonAbsent when there is no such lab.
 */
export async function destroy(paths: LabPaths, tell: (line: string) => void): Promise<void> {
  const daemon = new DaemonClient(paths.socket);
  await daemon.beginDeployment();
  const engine = new Engine(await findUsersEngine());
  const mirror = await provideMirror(paths, engine);
  const argv = ["script/destroy", "--auto-approve"] as const;
  await runCdktf(
    { paths, engine: engine.path, mirror, tell },
    { name: "script/destroy", argv: [...argv], log: paths.destroyLog },
  );
}
