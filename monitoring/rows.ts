import { format } from "./format";
import { isBad, type Column, type Labels, type Table } from "./panel";
import type { InstantSample } from "./prometheus";

export interface TableCell {
  readonly text: string;
  /** NaN when there is none. */
  readonly value: number;
  readonly bad: boolean;
}

export interface TableRow {
  /** The values of the labels in `by`, separated by spaces. */
  readonly name: string;
  readonly cells: readonly TableCell[];
}

/** Reads a table's rows, for the page and the terminal alike. @param instant evaluates a query */
export async function tableRows(
  { by, rows, columns }: Table,
  instant: (query: string) => Promise<readonly InstantSample[]>,
): Promise<readonly TableRow[]> {
  const [base, ...found] = await Promise.all([
    rows === undefined ? undefined : instant(rows),
    ...columns.map(({ expr }) => instant(expr)),
  ]);
  const nameOf = (labels: Labels): string => by.map((label) => labels[label] ?? "").join(" ");
  const byName = found.map((samples) => new Map(samples.map((sample) => [nameOf(sample.labels), sample])));
  const known = new Map((base ?? found[0] ?? []).map(({ labels }) => [nameOf(labels), labels]));
  return [...known]
    .map(([name, labels]) => ({
      name,
      cells: columns.map((column, index) => cell(column, labels, byName[index]?.get(name))),
    }))
    .sort((a, b) => a.name.localeCompare(b.name, "en", { numeric: true }));
}

function cell({ unit, label, limits, missing }: Column, labels: Labels, sample: InstantSample | undefined): TableCell {
  if (!sample) return { text: missing ?? "–", value: NaN, bad: missing !== undefined };
  const { value } = sample;
  return {
    text: label === undefined ? format(value, unit) : (sample.labels[label] ?? ""),
    value,
    bad: isBad(limits, labels, value),
  };
}
