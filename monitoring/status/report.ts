import Table from "cli-table3";
import { format } from "../format";
import type { Table as TablePanel, Tile } from "../panel";
import { SECTIONS, TILES } from "../panels";
import type { Alert, Prometheus, InstantSample } from "../prometheus";
import { tableRows } from "../rows";
import { readTile } from "../tile";

/** The page's tables that fit a terminal. */
const SHOWN = ["machine-table", "instance-table", "endpoint-table"];

export interface StatusReport {
  readonly lines: readonly string[];
  /** True when no alert fires. */
  readonly good: boolean;
}

type Ask = (query: string) => Promise<readonly InstantSample[]>;
type Mark = (text: string, bad: boolean) => string;

/** Writes the page's tiles, tables and alerts as text. @param now the time from which the ages of alerts are counted */
export async function statusReport(prometheus: Prometheus, colour: boolean, now = new Date()): Promise<StatusReport> {
  const mark: Mark = (text, bad) => (bad && colour ? `\u001b[1;31m${text}\u001b[0m` : bad ? `! ${text}` : text);
  const tables = SECTIONS.flatMap(({ panels }) => panels).filter(
    (candidate): candidate is TablePanel => candidate.kind === "table" && SHOWN.includes(candidate.id),
  );
  const ask = (query: string): Promise<readonly InstantSample[]> => prometheus.instant(query);
  const [tiles, shown] = await Promise.all([
    Promise.all(TILES.map((tile) => tileLine(tile, ask, mark))),
    Promise.all(tables.map((table) => tableLines(table, ask, mark, colour))),
  ]);
  const firing = (await prometheus.alerts()).filter(({ state }) => state === "firing");
  return {
    lines: [...tiles, "", ...shown.flat(), ...alertLines(firing, now, mark)],
    good: firing.length === 0,
  };
}

async function tableLines(table: TablePanel, ask: Ask, mark: Mark, colour: boolean): Promise<readonly string[]> {
  const rows = await tableRows(table, ask);
  if (rows.length === 0) return [table.empty, ""];
  const drawn = new Table({
    head: [table.by.join(" "), ...table.columns.map(({ title }) => title)],
    style: { head: colour ? ["bold"] : [], border: colour ? ["gray"] : [], compact: true },
    colAligns: ["left", ...table.columns.map(() => "right" as const)],
  });
  for (const { name, cells } of rows) drawn.push([name, ...cells.map(({ text, bad }) => mark(text, bad))]);
  return [...drawn.toString().split("\n"), ""];
}

async function tileLine(tile: Tile, ask: Ask, mark: Mark): Promise<string> {
  const { text, value, bad } = await readTile(tile, ask);
  const { title, wanted, empty } = tile;
  const note = Number.isNaN(value) ? ` (${empty})` : wanted === undefined ? "" : ` (wanted: ${wanted})`;
  return `${title.padEnd(20)} ${mark(text, bad)}${note}`;
}

function alertLines(firing: readonly Alert[], now: Date, mark: Mark): readonly string[] {
  if (firing.length === 0) return ["No alert fires."];
  return firing.map(({ labels, annotations, activeAt }) => {
    const age = format((now.getTime() - Date.parse(activeAt)) / 1000, "age");
    const name = labels["alertname"] ?? "";
    const what = `${mark(name, labels["severity"] === "page")} for ${age}: ${annotations["summary"] ?? ""}`;
    return `${what}\n  what to do: docs/run-book.md#${name.toLowerCase()}`;
  });
}
