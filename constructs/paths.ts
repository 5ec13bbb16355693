import { posix } from "node:path";

/** The engine runs in `cdktf.out/stacks/<stack>`: relative paths keep the JSON the same on every machine. */
const PROJECT_ROOT = "../../..";

/** A path relative to the project root, as the engine sees it. Absolute paths stay as they are. */
export function fromStackFolder(path: string): string {
  return posix.isAbsolute(path) ? path : posix.join(PROJECT_ROOT, path);
}
