import { existsSync } from "node:fs";
import { join } from "node:path";
import execa from "execa";
import { PROJECT_ROOT } from "../../config/paths";

/** Of npm: the program itself, as nodejs.org has it. */
const PACKAGE = `node-linux-${process.arch}`;

/** Installs the newest release of a major version of Node.js, unless it is there. @returns the folder of its program */
export async function nodeOf(major: number): Promise<string> {
  const prefix = join(PROJECT_ROOT, ".cache", `node-${major}`);
  const bin = join(prefix, "node_modules", PACKAGE, "bin");
  if (!existsSync(join(bin, "node"))) {
    const options = ["--prefix", prefix, "--no-save", "--no-audit", "--no-fund"];
    await execa("npm", ["install", ...options, `${PACKAGE}@${major}`], { stdin: "ignore" });
  }
  return bin;
}
