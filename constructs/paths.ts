import { realpathSync } from "node:fs";
import { isAbsolute, join, relative, sep } from "node:path";
import { App } from "cdktf";
import type { Construct } from "constructs";
import { PROJECT_ROOT } from "../config/paths";

/**
 * Rewrites a path relative to the project as the engine sees it, which runs in `stacks/<stack>` of the app's output folder:
 * it is the same file wherever that folder is, and the JSON holds no folder of the machine that made it. Absolute paths
 * stay as they are.
 *
 * @example
 *   fromStackFolder(this, "tls/key.pem"); // "../../../tls/key.pem" with the usual cdktf.out
 */
export function fromStackFolder(scope: Construct, path: string): string {
  if (isAbsolute(path)) return path;
  // The engine goes up by real folders: of a link, by those of its target.
  const stack = join(realpathSync(App.of(scope).outdir), "stacks", "any");
  return join(relative(stack, realpathSync(PROJECT_ROOT)), path)
    .split(sep)
    .join("/");
}
