import { stripVTControlCharacters } from "node:util";
import { writeSection } from "../../proof/report/document";

/** Lines that a page shows of a long output, from its begin and its end. */
const FIRST = 50;
const LAST = 60;

/** What terminals draw and draw again while somebody waits. */
const DRAWN =
  /^\s*[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏]|^\d+ Stacks? \w+ +\d+ Stacks? done|\b\d+:\d\d left$|: Still (creating|modifying)\.\.\.|^\s*$/;

/**
 * Puts what a command has said into its place in docs/from-zero-to-accepted.md, without what was drawn while it worked.
 *
 * @param hidden paths of this machine, and what stands for them
 * @throws when the page has no place for this step
 */
export function recorded(step: string, text: string, hidden: Readonly<Record<string, string>>): void {
  const shown = Object.entries(hidden).reduce(
    (rest, [path, name]) => rest.replaceAll(path, name),
    stripVTControlCharacters(text),
  );
  const lines = shown
    .split(/[\r\n]+/)
    .map((line) => line.trimEnd())
    .filter((line, index, all) => !DRAWN.test(line) && line !== all[index - 1]);
  const left = lines.length - FIRST - LAST;
  const some = left > 1 ? [...lines.slice(0, FIRST), `… ${String(left)} lines …`, ...lines.slice(-LAST)] : lines;
  // Some of them are in Markdown.
  writeSection(
    "from-zero-to-accepted.md",
    `newcomer.lab.test.ts: ${step}`,
    ["", "````text", ...some, "````", ""].join("\n"),
  );
}
