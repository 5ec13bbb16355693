import { join } from "node:path";
import execa from "execa";
import { DaemonClient } from "../cloud/client";
import { Engine, findUsersEngine } from "../engine/engine";
import type { LabPaths } from "../paths";
import { labEnvironment } from "./cdktf";
import { exclusively } from "./exclusive";
import { provideMirror } from "./provider";

/**
 * Has the next deployment make a resource anew: `terraform taint` in the stack's folder, which a deployment has left.
 *
 * @throws DaemonAbsent when there is no such lab.
 * @throws with the engine's words when there is no such resource.
 */
export async function taint(paths: LabPaths, stack: string, address: string): Promise<void> {
  const { api } = await new DaemonClient(paths.socket).status();
  await exclusively(paths, async () => {
    const engine = new Engine(await findUsersEngine());
    const mirror = await provideMirror(paths, engine);
    await execa(engine.path, ["taint", address], {
      cwd: join(paths.output, "stacks", stack),
      env: { ...labEnvironment(process.env, paths, api), ...mirror },
      extendEnv: false,
      stdin: "ignore",
    });
  });
}
