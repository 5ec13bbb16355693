import type { ReadingResult } from "./measure";

/** Writes the matrix as a Markdown table: a row for each reading, and below it what did not hold. */
export function markdownOf(results: readonly ReadingResult[]): string {
  const rows = results.map((result) => [
    `\`${result.reading.id}\``,
    result.reading.text,
    settingsOf(result),
    `${result.deploySeconds.toFixed(0)} s`,
    `${result.accepted} of ${result.accepted + result.missed.length}`,
    `${result.drills} of ${result.drills + result.broken.length}`,
    `${result.failed} of ${result.requests}`,
  ]);
  const head = ["reading", "bingo", "switches", "serves after", "acceptance rows", "drills", "requests failed in them"];
  const table = [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`);
  const missed = results.flatMap(({ reading, missed, broken }) =>
    [...missed, ...broken].map((text) => `- \`${reading.id}\`, ${text}`),
  );
  return [...table, ...(missed.length > 0 ? ["", ...missed] : [])].join("\n");
}

function settingsOf({ reading: { settings } }: ReadingResult): string {
  const all = Object.entries(settings);
  // The row of all of them would make the column as wide as the page.
  if (all.length > 2) return "all";
  return all.map(([name, value]) => `\`${name}=${value}\``).join(", ");
}
