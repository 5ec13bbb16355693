import { held } from "../drills/result";
import { markdownTable } from "../report/markdown-table";
import { missedIn, type ReadingResult } from "./measure";

const MATRIX = ["reading", "bingo", "switches", "serves after", "acceptance rows", "drills", "requests failed in them"];

/** Writes the matrix as a Markdown table: a row for each reading, and below it what did not hold. */
export function matrixOf(results: readonly ReadingResult[]): string {
  const rows = results.map((result) => {
    const { reading, deploySeconds, drills, verdicts } = result;
    const judged = verdicts.filter(({ outcome }) => outcome === "pass" || outcome === "fail");
    const count = (of: "requests" | "failed"): number =>
      drills.reduce((sum, { verdict }) => sum + (verdict?.[of] ?? 0), 0);
    return [
      `\`${reading.id}\``,
      reading.text,
      settingsOf(result),
      `${deploySeconds.toFixed(0)} s`,
      `${judged.filter(({ outcome }) => outcome === "pass").length} of ${judged.length}`,
      `${drills.filter(held).length} of ${drills.length}`,
      `${count("failed")} of ${count("requests")}`,
    ];
  });
  return withMissed(markdownTable(MATRIX, rows), results);
}

const LIMITERS = ["bingo", "drill", "at", "failed", "p90 ms", "slowest ms", "asked again", "the last one ended"];

/** Writes a Markdown table with a row for each drill of each reading, with what shows how a full instance is dealt with. */
export function limitersOf(results: readonly ReadingResult[]): string {
  const rows = results.flatMap(({ reading, drills }) =>
    drills.map(({ id, rate, verdict, status }) => [
      reading.text,
      `\`${id}\``,
      `${rate}/s`,
      verdict ? `${verdict.failed} of ${verdict.requests}` : status,
      verdict?.p90Ms.toFixed(0) ?? "",
      verdict?.worstMs.toFixed(0) ?? "",
      String(verdict?.repeated ?? ""),
      verdict?.checks.find(({ name }) => name.startsWith("ends of"))?.measured ?? "",
    ]),
  );
  return withMissed(markdownTable(LIMITERS, rows), results);
}

function withMissed(made: string, results: readonly ReadingResult[]): string {
  const missed = results.flatMap((result) => missedIn(result).map((text) => `- \`${result.reading.id}\`, ${text}`));
  return [made, ...(missed.length > 0 ? ["", ...missed] : [])].join("\n");
}

function settingsOf({ reading: { settings } }: ReadingResult): string {
  const all = Object.entries(settings);
  // The row of all of them would make the column as wide as the page.
  if (all.length > 2) return "all";
  return all.map(([name, value]) => `\`${name}=${value}\``).join(", ");
}
