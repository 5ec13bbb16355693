import { isAbsolute, join, relative } from "node:path";

/** The project's folder. Paths in synthesized JSON start here, so that it holds no folder of the machine that made it. */
export const PROJECT_ROOT = join(__dirname, "..");

/** Shortens a path for a message: relative when it is inside the project, absolute otherwise. */
export function displayPath(path: string): string {
  const inside = relative(PROJECT_ROOT, path);
  return inside.startsWith("..") || isAbsolute(inside) ? path : inside;
}
