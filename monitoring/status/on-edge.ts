import { join } from "node:path";
import execa from "execa";
import { PROJECT_ROOT } from "../../config/paths";
import type { OnEdge } from "../prometheus";

/** The edge of the deployed installation, by script/ssh. */
export function overSsh(): OnEdge {
  return run(join(PROJECT_ROOT, "script", "ssh"), ["edge"]);
}

/** The edge of a lab. */
export function ofLab(name: string): OnEdge {
  return run(join(PROJECT_ROOT, "script", "lab"), ["ssh", "--name", name, "edge"]);
}

function run(program: string, words: readonly string[]): OnEdge {
  return async (command) => {
    const { failed, stdout, stderr, exitCode } = await execa(program, [...words, command], { reject: false });
    if (!failed) return stdout;
    const said = stderr.trim().split("\n").slice(-5).join("\n");
    throw new Error(`edge: expected an answer over SSH, found status ${exitCode}: ${said}`);
  };
}
