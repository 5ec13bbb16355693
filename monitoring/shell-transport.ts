import { PORTS } from "../cloud-init/ports";
import { NoAnswer, type Transport } from "./prometheus";

/** Runs a command of a shell on the edge, and resolves with what it printed. It rejects when the command failed. */
export type RunOnEdge = (command: string) => Promise<string>;

const API = `http://127.0.0.1:${PORTS.prometheus}/api/v1`;
const TIMEOUT_SECONDS = 15;

/**
 * Reaches Prometheus from a shell on the edge, where it listens on the loopback only. Questions that are asked at the same
 * time share one command, and so one login.
 *
 * @param run runs a command on the edge
 */
export function throughShell(run: RunOnEdge): Transport {
  let paths: string[] = [];
  let answers: Promise<readonly unknown[]> | undefined;
  return async (path) => {
    const index = paths.push(path) - 1;
    answers ??= Promise.resolve().then(() => {
      const asked = paths;
      paths = [];
      answers = undefined;
      return fetchAll(run, asked);
    });
    return (await answers)[index];
  };
}

/** Gets one line of JSON for each path. What a path encodes has no quote that would end the shell's word. */
async function fetchAll(run: RunOnEdge, paths: readonly string[]): Promise<readonly unknown[]> {
  const urls = paths.map((path) => `'${API}/${path}'`).join(" ");
  const printed = await run(`curl -sS --globoff --max-time ${TIMEOUT_SECONDS} --write-out '\\n' ${urls}`);
  const lines = printed.split("\n").filter((line) => line !== "");
  if (lines.length !== paths.length) {
    throw new NoAnswer(`Prometheus on the edge: expected ${paths.length} answers, found ${lines.length}`);
  }
  return lines.map((line): unknown => JSON.parse(line));
}
