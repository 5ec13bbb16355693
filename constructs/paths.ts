import { posix } from "node:path";

/** The engine runs in `cdktf.out/stacks/<stack>`: relative paths keep the JSON the same on every machine. */
const PROJECT_ROOT = "../../..";

/**
 * Rewrites a path relative to the project root as the engine sees it. Absolute paths stay as they are.
 *
 * @example
 *   fromStackFolder("tls/key.pem"); // "../../../tls/key.pem"
 */
export function fromStackFolder(path: string): string {
  return posix.isAbsolute(path) ? path : posix.join(PROJECT_ROOT, path);
}
