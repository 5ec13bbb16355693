import { styleText } from "node:util";
import { counted, stackLines } from "./lines";
import type { Callout, FileChange, Report } from "./report";

export interface Compared {
  /** For example `1a2b3c4` or `working tree`. */
  readonly base: string;
  readonly head: string;
  /** What the reader must know about how it was made, for example that the base has no app. */
  readonly notes: readonly string[];
  /** What it does to the cost. @default nothing is said */
  readonly cost?: string;
}

/** Headings of the callouts, for both formats. */
export const CALLOUTS: Readonly<Record<Callout["kind"], string>> = {
  lost: "LOST FOR GOOD",
  refused: "REFUSED WHEN IT IS APPLIED",
  unprotected: "NO LONGER PROTECTED",
  "left behind": "LEFT BEHIND",
  replaced: "MACHINES REPLACED",
  stopped: "MACHINES STOPPED FOR A MOMENT",
  "in place": "MACHINES THAT TAKE THE CHANGE IN PLACE",
  "not reached": "MACHINES THAT THE CHANGE DOES NOT REACH",
};

/** The review for a terminal. */
export function printText({ base, head, notes, cost }: Compared, report: Report): string {
  const sections: (readonly string[])[] = [
    [`Review of ${base} → ${head}`],
    notes.map((note) => `Note: ${note}`),
    ...groups(report.callouts).map(([kind, callouts]) => [
      CALLOUTS[kind],
      ...callouts.map(({ stack, address, why }) => `  ${stack}: ${address}: ${why}`),
    ]),
    ...alikeStacks(report).map(({ title, lines }) => [title, ...lines.map((line) => `  ${line}`)]),
    ...report.files.map((file) => [`File ${fileTitle(file)}`, ...file.lines.map((line) => `  ${line}`)]),
    [summary(report), ...(cost === undefined ? [] : [cost])],
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

/** Stacks in which the same happens, such as those of the app nodes, are shown once. */
export function alikeStacks({ stacks }: Report): { readonly title: string; readonly lines: readonly string[] }[] {
  const found = new Map<string, { names: string[]; status: string; lines: string[] }>();
  for (const stack of stacks) {
    const lines = stackLines(stack);
    const key = JSON.stringify([stack.status, lines]);
    const group = found.get(key) ?? { names: [], status: STATUS[stack.status], lines };
    group.names.push(stack.name);
    found.set(key, group);
  }
  return [...found.values()].map(({ names, status, lines }) => ({
    title: `${names.length === 1 ? "Stack" : "Stacks"} ${names.join(", ")}${status}`,
    lines,
  }));
}

const STATUS: Readonly<Record<"kept" | "new" | "removed", string>> = {
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
  const { create, update, replace, destroy, leftBehind, machines, disks } = totals;
  const which = [
    ...(machines > 0 ? [counted(machines, "machine")] : []),
    ...(disks > 0 ? [counted(disks, "disk")] : []),
  ];
  const resources = [
    `${create} added`,
    `${update} changed`,
    `${replace} replaced${which.length > 0 ? ` (${which.join(", ")})` : ""}`,
    `${destroy} destroyed`,
    ...(leftBehind > 0 ? [`${leftBehind} left behind`] : []),
  ].join(", ");
  return `Summary: ${resources} in ${counted(stacks.length, "stack")}; ${counted(files.length, "file")} on machines changed.`;
}
