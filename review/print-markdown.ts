import { counted } from "./lines";
import { alikeStacks, CALLOUTS, fileTitle, groups, summary, type Compared } from "./print-text";
import type { Report } from "./report";

/** GitHub refuses a longer comment. */
export const COMMENT_LIMIT = 65_536;
/** Kept free for the note on what was cut. */
const RESERVE = 2_000;

/** By this first line the comment of an earlier run is found again. */
export const MARKER = "<!-- installation-review -->";

interface Block {
  /** Names the block where it has to be left out. */
  readonly title: string;
  readonly text: string;
}

/** The review as a comment on a pull request, at most `limit` characters long. */
export function printMarkdown({ base, head, notes, cost }: Compared, report: Report, limit = COMMENT_LIMIT): string {
  const opening = [
    MARKER,
    "## What this changes in the installation",
    `\`${base}\` → \`${head}\`. ${summary(report)}`,
    ...(cost === undefined ? [] : [cost]),
    ...notes.map((note) => `> [!NOTE]\n> ${note.replace(/\n/g, "\n> ")}`),
  ].join("\n\n");
  return fill(opening, [...calloutBlocks(report), ...stackBlocks(report), ...fileBlocks(report)], limit);
}

/** Appends blocks while they fit, and names those that did not. */
function fill(opening: string, blocks: readonly Block[], limit: number): string {
  let text = opening;
  const cut: string[] = [];
  for (const block of blocks) {
    if (text.length + block.text.length + 2 > limit - RESERVE) cut.push(block.title);
    else text += `\n\n${block.text}`;
  }
  if (cut.length === 0) return `${text}\n`;
  const names = cut.map((title) => `\`${title}\``);
  const note = (shown: readonly string[]): string => {
    const more = names.length > shown.length ? ` and ${names.length - shown.length} more` : "";
    return `> [!WARNING]\n> A comment holds ${limit} characters, so ${counted(cut.length, "part")} had to be left out: ${shown.join(", ")}${more}. \`npm run review\` shows everything.`;
  };
  let shown = names;
  while (note(shown).length + 3 > limit - text.length && shown.length > 0) shown = shown.slice(0, -1);
  return `${text}\n\n${note(shown)}\n`;
}

function calloutBlocks({ callouts }: Report): Block[] {
  return groups(callouts).map(([kind, list]) => ({
    title: CALLOUTS[kind],
    text: [
      `> [!${kind === "lost" || kind === "unprotected" || kind === "left behind" ? "CAUTION" : "IMPORTANT"}]`,
      `> **${sentence(CALLOUTS[kind])}**`,
      ...list.map(({ stack, address, why }) => `> - **${stack}** \`${address}\`: ${why}`),
    ].join("\n"),
  }));
}

function stackBlocks(report: Report): Block[] {
  return alikeStacks(report).map(({ title, lines }) => ({ title, text: folded(escapeHtml(title), lines, true) }));
}

function fileBlocks({ files }: Report): Block[] {
  return files.map((file) => {
    const title = fileTitle(file);
    const size = `+${file.lines.filter((line) => line.startsWith("+")).length} −${file.lines.filter((line) => line.startsWith("-")).length}`;
    return {
      title,
      text: folded(
        `<code>${escapeHtml(file.name)}</code>${escapeHtml(title.slice(file.name.length))}, ${size}`,
        file.lines,
        false,
      ),
    };
  });
}

function folded(summaryHtml: string, lines: readonly string[], open: boolean): string {
  const text = lines.join("\n");
  // A fence is longer than any run of backticks within.
  const fence = "`".repeat(Math.max(3, ...[...text.matchAll(/`+/g)].map(([run]) => run.length + 1)));
  return `<details${open ? " open" : ""}><summary>${summaryHtml}</summary>\n\n${fence}diff\n${text}\n${fence}\n\n</details>`;
}

function sentence(heading: string): string {
  return heading.charAt(0) + heading.slice(1).toLowerCase();
}

function escapeHtml(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}
