import { isAbsolute, join, relative } from "node:path";

/** The project's own folder: paths in synthesized JSON start here, so that no machine's own folders get into it. */
export const PROJECT_ROOT = join(__dirname, "..");

/** A path as a person reads it: relative when it is inside the project, absolute otherwise. */
export function displayPath(path: string): string {
  const inside = relative(PROJECT_ROOT, path);
  return inside.startsWith("..") || isAbsolute(inside) ? path : inside;
}
