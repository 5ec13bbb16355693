import { styleText } from "node:util";
import { counted, stackLines } from "./lines";
import type { Callout, FileChange, Report, Totals } from "./report";

export interface Compared {
  /** For example `1a2b3c4` or `working tree`. */
  readonly base: string;
  readonly head: string;
  /** What the reader must know about how it was made, for example that the base has no app. */
  readonly notes: readonly string[];
}

/** Headings of the callouts, for both formats. */
export const CALLOUTS: Readonly<Record<Callout["kind"], string>> = {
  lost: "LOST FOR GOOD",
  unprotected: "NO LONGER PROTECTED",
  "left behind": "LEFT BEHIND",
  replaced: "MACHINES REPLACED",
  stopped: "MACHINES STOPPED FOR A MOMENT",
  "not reached": "MACHINES THAT THE CHANGE DOES NOT REACH",
};

/** The review for a terminal. */
export function printText({ base, head, notes }: Compared, report: Report): string {
  const sections: (readonly string[])[] = [
    [`Review of ${base} → ${head}`],
    notes.map((note) => `Note: ${note}`),
    ...groups(report.callouts).map(([kind, callouts]) => [
      CALLOUTS[kind],
      ...callouts.map(({ stack, address, why }) => `  ${stack}: ${address}: ${why}`),
    ]),
    ...report.stacks.map((stack) => [
      `Stack ${stack.name}${STATUS[stack.status]}`,
      ...stackLines(stack).map((line) => `  ${line}`),
    ]),
    ...report.files.map((file) => [`File ${fileTitle(file)}`, ...file.lines.map((line) => `  ${line}`)]),
    [summary(report)],
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n")}\n`;
}

/** Colours for a terminal: what goes in red, what comes in green, callouts and titles bold. */
export function paint(text: string): string {
  return text
    .split("\n")
    .map((line) => {
      if (/^ {2}(-|!)/.test(line)) return styleText("red", line);
      if (/^ {2}\+/.test(line)) return styleText("green", line);
      if (/^ {2}@@/.test(line)) return styleText("cyan", line);
      return /^\S/.test(line) ? styleText("bold", line) : line;
    })
    .join("\n");
}

export const STATUS: Readonly<Record<"kept" | "new" | "removed", string>> = {
  kept: "",
  new: " (new)",
  removed: " (no longer in the app: nothing destroys what it created)",
};

export function fileTitle({ name, kind, machines }: FileChange): string {
  return `${name} on ${machines.join(", ")}${kind === "changed" ? "" : ` (${kind})`}`;
}

/** Callouts by kind, in the order in which they come. */
export function groups(callouts: readonly Callout[]): [Callout["kind"], Callout[]][] {
  const kinds = [...new Set(callouts.map(({ kind }) => kind))];
  return kinds.map((kind) => [kind, callouts.filter((callout) => callout.kind === kind)]);
}

/** One line that says how much changes. */
export function summary({ totals, stacks, files }: Report): string {
  if (stacks.length === 0) return "No change: both give the same installation.";
  const counts = (Object.keys(WORDS) as (keyof Totals)[]).filter((key) => totals[key] > 0 || key !== "leftBehind");
  const resources = counts.map((key) => `${totals[key]} ${WORDS[key]}`).join(", ");
  return `Summary: ${resources} in ${counted(stacks.length, "stack")}; ${counted(files.length, "file")} on machines changed.`;
}

const WORDS: Readonly<Record<keyof Totals, string>> = {
  create: "added",
  update: "changed",
  replace: "replaced",
  destroy: "destroyed",
  leftBehind: "left behind",
};
