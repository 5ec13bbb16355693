import Table from "cli-table3";
import { format } from "../format";
import { isBad, type Tile } from "../panel";
import * as panel from "../panel";
import { SECTIONS, TILES } from "../panels";
import { tableRows, type Sample } from "../rows";
import type { Alert, Prometheus } from "../prometheus";

/** The tables of the page that fit a terminal. */
const SHOWN = ["machine-table", "instance-table", "endpoint-table"];

export interface Report {
  readonly lines: readonly string[];
  /** No alert fires. */
  readonly good: boolean;
}

/** What the page shows, as text. */
export async function report(prometheus: Prometheus, colour: boolean): Promise<Report> {
  const mark = (text: string, bad: boolean): string =>
    bad && colour ? `\u001b[1;31m${text}\u001b[0m` : bad ? `! ${text}` : text;
  const tables = SECTIONS.flatMap(({ panels }) => panels).filter(
    (candidate): candidate is panel.Table => candidate.kind === "table" && SHOWN.includes(candidate.id),
  );
  const queries = [
    ...TILES.flatMap(({ expr, of }) => (of === undefined ? [expr] : [expr, of])),
    ...tables.flatMap(panel.expressions),
  ];
  const answers = await prometheus.instant(queries);
  const answer = (query: string): readonly Sample[] => answers[queries.indexOf(query)] ?? [];
  const alerts = await prometheus.alerts();

  const shown = await Promise.all(
    tables.map(async (table) => {
      const rows = await tableRows(table, (query) => Promise.resolve(answer(query)));
      const drawn = new Table({
        head: [table.by.join(" "), ...table.columns.map(({ title }) => title)],
        style: { head: colour ? ["bold"] : [], border: colour ? ["gray"] : [], compact: true },
        colAligns: ["left", ...table.columns.map(() => "right" as const)],
      });
      for (const { name, cells } of rows) drawn.push([name, ...cells.map(({ text, bad }) => mark(text, bad))]);
      return [...(rows.length > 0 ? drawn.toString().split("\n") : [table.empty]), ""];
    }),
  );
  const firing = alerts.filter(({ state }) => state === "firing");
  return {
    lines: [...TILES.map((tile) => tileLine(tile, answer, mark)), "", ...shown.flat(), ...alertLines(firing, mark)],
    good: firing.length === 0,
  };
}

function tileLine(
  { title, unit, expr, of, wanted, limits, empty }: Tile,
  answer: (query: string) => readonly Sample[],
  mark: (text: string, bad: boolean) => string,
): string {
  const value = answer(expr)[0]?.value ?? NaN;
  const whole = of === undefined ? undefined : answer(of)[0]?.value;
  if (Number.isNaN(value)) return `${title.padEnd(20)} ${mark("–", whole !== undefined)} (${empty})`;
  const text = `${format(value, unit)}${whole === undefined ? "" : ` of ${format(whole, unit)}`}`;
  const bad = isBad(limits, {}, value) || (whole !== undefined && value < whole);
  return `${title.padEnd(20)} ${mark(text, bad)}${wanted === undefined ? "" : ` (wanted: ${wanted})`}`;
}

function alertLines(firing: readonly Alert[], mark: (text: string, bad: boolean) => string): readonly string[] {
  if (firing.length === 0) return ["No alert fires."];
  return firing.map(({ labels, annotations, activeAt }) => {
    const age = format((Date.now() - Date.parse(activeAt)) / 1000, "age");
    const name = labels["alertname"] ?? "";
    return `${mark(name, labels["severity"] === "page")} for ${age}: ${annotations["summary"] ?? ""}`;
  });
}
