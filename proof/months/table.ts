import { markdownTable } from "../report/markdown-table";
import { waysToDie } from "./deaths";
import type { Kind } from "./snapshot";
import { isBounded, type Judged, judged, lost, type Lived, missed } from "./result";

const HEAD = [
  "machine",
  "what",
  "MB at first",
  "MB at last",
  "per 1,000 recyclings",
  "files or number at first",
  "at last",
  "verdict",
];
const SIZES: readonly Kind[] = ["memory", "kilobytes"];
const NUMBERS: readonly Kind[] = ["open files", "files", "count"];

/** The table of docs/months.md: what happened, and below it a row for each unit and folder of each machine. */
export function monthsTable(lived: Lived): string {
  return [...happened(lived).map((line) => `- ${line}`), "", valuesTable(judged(lived))].join("\n");
}

function happened(lived: Lived): readonly string[] {
  const { history, seen, chores, days, seconds, pace, wanted } = lived;
  const { requests, errors } = seen.summary;
  const of = (outcome: string): string[] => [
    ...new Set(chores.filter((each) => each.outcome === outcome).map(({ unit }) => unit.replace(".service", ""))),
  ];
  const excused = errors - lost(lived).length;
  return [
    `${(seconds / 60).toFixed(0)} minutes, ${pace.faster.toFixed(0)} times faster: ${days} days, ${history.recyclings} recyclings (slots: ${counts(history.results)}), ${history.deaths} deaths: ${waysToDie(history.ends, history.heals["unhealthy"] ?? 0)}`,
    `${requests.toLocaleString("en")} requests at ${wanted.rate}/s, ${errors} failed${excused > 0 ? `, ${excused} of them a creation in the dying process` : ""}; ${(100 * seen.lateShare).toFixed(1)} % not counted, as this machine was late`,
    `services of timers: ${chores.length} starts; done: ${of("done").join(", ") || "none"}; skipped: ${of("skipped").join(", ") || "none"}; failed: ${of("failed").join(", ") || "none"}`,
    `units that failed: ${[...history.failed].join(", ") || "none"}`,
    `missed: ${missed(lived).join("; ") || "nothing"}`,
  ];
}

function counts(results: Readonly<Record<string, number>>): string {
  return Object.entries(results)
    .map(([result, count]) => `${count} ${result}`)
    .join(", ");
}

function valuesTable(values: readonly Judged[]): string {
  const rows = new Map<string, Judged[]>();
  for (const each of values) {
    const key = `${each.machine}\t${each.subject}`;
    rows.set(key, [...(rows.get(key) ?? []), each]);
  }
  const seen = [...rows.values()].filter((own) => !isEmptyFolder(own));
  return markdownTable(HEAD, seen.map(rowOf), (column) => column > 1 && column < 7);
}

/** A folder of another role's, in which nothing ever was. */
function isEmptyFolder(own: readonly Judged[]): boolean {
  return own.some(({ kind, trend }) => kind === "files" && trend.early <= 1 && trend.late <= 1);
}

function rowOf(own: readonly Judged[]): readonly string[] {
  const [{ machine, subject } = { machine: "", subject: "" }] = own;
  const size = own.find(({ kind }) => SIZES.includes(kind))?.trend;
  const number = own.find(({ kind }) => NUMBERS.includes(kind))?.trend;
  return [
    machine,
    subject.replace(".service", ""),
    megabytes(size?.early),
    megabytes(size?.late),
    size === undefined ? "" : megabytes(size.perThousand),
    number === undefined ? "" : String(number.early),
    number === undefined ? "" : String(number.late),
    verdict(own),
  ];
}

function megabytes(kilobytes: number | undefined): string {
  return kilobytes === undefined ? "" : (kilobytes / 1024).toFixed(1);
}

/** The worst of a row's verdicts, with what grows. */
function verdict(own: readonly Judged[]): string {
  const unbounded = own.filter((each) => !isBounded(each));
  if (unbounded.length > 0) return `**grows**: ${unbounded.map(({ kind }) => kind).join(", ")}`;
  const bound = own.find((each) => each.bound !== undefined && each.trend.verdict === "grows")?.bound;
  if (bound !== undefined) return bound.most === Infinity ? bound.why : `has a limit: ${bound.why}`;
  return own.some(({ trend }) => trend.verdict === "too few samples") ? "too few samples" : "flat";
}
