import { stripVTControlCharacters } from "node:util";
import { writeSection } from "../../proof/report/document";

/** Lines of a long output that a page shows, from its begin and its end. */
const FIRST = 6;
const LAST = 24;

/**
 * Puts what a command has said into its place in docs/from-zero-to-accepted.md.
 *
 * @param hidden paths of this machine, and what stands for them
 * @throws when the page has no place for this step
 */
export function recorded(step: string, text: string, hidden: Readonly<Record<string, string>>): void {
  const shown = Object.entries(hidden).reduce(
    (rest, [path, name]) => rest.replaceAll(path, name),
    stripVTControlCharacters(text).replaceAll(/^.*\r(?!\n)/gm, ""),
  );
  const lines = shown.trim().split("\n");
  const left = lines.length - FIRST - LAST;
  const some = left > 1 ? [...lines.slice(0, FIRST), `… ${String(left)} lines …`, ...lines.slice(-LAST)] : lines;
  writeSection(
    "from-zero-to-accepted.md",
    `newcomer.lab.test.ts: ${step}`,
    ["", "```text", ...some.map((line) => line.trimEnd()), "```", ""].join("\n"),
  );
}
