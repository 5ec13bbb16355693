import type { ArgumentChange, OutputChange, ResourceChange, StackReview } from "./changes";
import { isData, nameFrom, USER_DATA } from "./report";
import { textDiff, unescapeTerraform } from "./text-diff";
import { isList, isObject, type Json } from "../config/json";
import { userDataDiff } from "./user-data";
import type { ValueChange } from "./values";

/** A line longer than this is split into old and new. */
const WIDTH = 110;
/** Of a long string without line breaks this much is shown. */
const LONGEST_STRING = 160;

const EFFECT: Readonly<Record<ArgumentChange["effect"], string>> = {
  replaces: "  # forces replacement",
  stops: "  # stops the machine",
  "in place": "",
  refused: "  # refused by the provider when it is applied",
  unseen: "  # not looked at by the provider: nothing is done",
  ignored: "  # ignored (ignore_changes)",
  none: "  # read by the engine only",
};

/** What changes in a stack. Lines that begin with `+` or `-` are what a diff shows in green and red. */
export function stackLines({ name, status, resources, outputs, settings }: StackReview): string[] {
  return [
    ...settings.flatMap((change) => valueLines("~   ", change, "")),
    ...[...resources]
      .sort((one, other) => Number(isFollower(one)) - Number(isFollower(other)))
      .flatMap((change) => resourceLines(change, status)),
    ...outputs.flatMap((change) => outputLines(name, change)),
  ];
}

/** Nothing of it is another text: it only refers to what changes. */
function isFollower({ action, arguments: list, triggers }: ResourceChange): boolean {
  return (action === "replace" || action === "update") && triggers.length === 0 && list.every(({ cause }) => cause);
}

function followed(change: ResourceChange): string {
  const names = change.arguments.flatMap(({ cause }) => (cause ? [nameFrom(change, cause)] : []));
  return `  follows ${[...new Set(names)].join(", ")}`;
}

function resourceLines(change: ResourceChange, status: StackReview["status"]): string[] {
  const { address, action, triggers, movedFrom } = change;
  const moved = movedFrom === undefined ? "" : `  (was ${movedFrom})`;
  const head = (sign: string, what: string): string => `${sign.padEnd(4)}${address}${moved}${what}`;
  if (isFollower(change)) return [head(action === "replace" ? "-/+" : "~", followed(change))];
  const values = change.arguments.flatMap((argument) => argumentLines(change, argument));
  switch (action) {
    case "create":
      return [head("+", isData(change) ? "  is read" : ""), ...values];
    case "destroy":
      if (status === "removed") return [head("!", "  is left behind")];
      return [head("-", isData(change) ? "  is no longer read" : "")];
    case "replace":
      return [
        head("-/+", ""),
        ...triggers.map((cause) => `        ${nameFrom(change, cause)} ${cause.what}  # replace_triggered_by`),
        ...values,
      ];
    case "update":
      return [head("~", isData(change) ? "  is read anew" : ""), ...values];
    case "none":
      return [head(" ", ""), ...values];
  }
}

function argumentLines(resource: ResourceChange, change: ArgumentChange): string[] {
  const { path, before, after, cause } = change;
  // A machine that is replaced is not stopped first.
  const effect = resource.action === "replace" && change.effect === "stops" ? "in place" : change.effect;
  const creates = resource.action === "create";
  if (cause) return [`        ${path}: known after apply, ${nameFrom(resource, cause)} ${cause.what}${EFFECT[effect]}`];
  if (path === USER_DATA && typeof before === "string" && typeof after === "string") {
    return [`        ${path}: ${counted(userDataDiff(before, after).length, "file")}, see below${EFFECT[effect]}`];
  }
  if (creates && effect === "none") return [];
  if (creates && isObject(after)) return newBlockLines(path, after);
  return valueLines(creates ? "+       " : "        ", change, creates ? "" : EFFECT[effect]);
}

/** A new block, one line for each argument that is no block itself. */
function newBlockLines(path: string, block: Json): string[] {
  if (!isObject(block)) return [`+       ${path}: ${shown(block)}`];
  return Object.entries(block).flatMap(([key, value]) =>
    value === null || key === "user-data" ? [] : newBlockLines(`${path}.${key}`, value),
  );
}

function outputLines(stack: string, { name, before, after, cause }: OutputChange): string[] {
  const path = `output ${name}`;
  if (cause) return [`~   ${path}: known after apply, ${nameFrom({ stack }, cause)} ${cause.what}`];
  return valueLines("~   ", { path, before, after }, "");
}

/** One changed value. Its first column is the sign, so that old and new stand out in a diff. */
function valueLines(indent: string, { path, before, after }: ValueChange, note: string): string[] {
  const rest = indent.slice(1);
  if (before === undefined) return [`+${rest}${path}: ${shown(after)}${note}`];
  if (after === undefined) return [`-${rest}${path}: ${shown(before)}${note}`];
  if (typeof before === "string" && typeof after === "string" && /\n/.test(before + after)) {
    const lines = textDiff(unescapeTerraform(before), unescapeTerraform(after));
    return [`${indent}${path}:${note}`, ...lines.map((line) => indentedDiffLine(`${rest}  `, line))];
  }
  if (isList(before) && isList(after) && !path.endsWith("(order)")) {
    const members = memberLines(rest, path, before, after);
    if (members.length > 0) return [...members.slice(0, -1), `${members.at(-1) ?? ""}${note}`];
  }
  if (isHash(before) && isHash(after)) return [`${indent}${path}: another hash${note}`];
  const line = `${indent}${path}: ${shown(before)} → ${shown(after)}${note}`;
  if (line.length <= WIDTH) return [line];
  return [`-${rest}${path}: ${shown(before)}`, `+${rest}${path}: ${shown(after)}${note}`];
}

/** The sign stays in the first column. */
function indentedDiffLine(indent: string, line: string): string {
  return line.startsWith("@@") ? ` ${indent}${line}` : `${line.slice(0, 1)}${indent}${line.slice(1)}`;
}

/** Lists of plain values: what left and what joined. */
function memberLines(indent: string, path: string, before: readonly Json[], after: readonly Json[]): string[] {
  const [old, now] = [before.map(shown), after.map(shown)];
  return [
    ...old.filter((item) => !now.includes(item)).map((item) => `-${indent}${path}: ${item}`),
    ...now.filter((item) => !old.includes(item)).map((item) => `+${indent}${path}: ${item}`),
  ];
}

function shown(value: Json | undefined): string {
  if (value === undefined) return "(not set)";
  if (typeof value === "string") return shownString(value);
  if (isList(value)) return `[${value.map(shown).join(", ")}]`;
  if (!isObject(value)) return String(value);
  return `{ ${Object.entries(value)
    .map(([key, member]) => `${key}: ${shown(member)}`)
    .join(", ")} }`;
}

function shownString(text: string): string {
  if (isHash(text)) return `${text.slice(0, 12)}…`;
  const quoted = JSON.stringify(text);
  return quoted.length > LONGEST_STRING ? `${quoted.slice(0, LONGEST_STRING)}… (${text.length} characters)` : quoted;
}

function isHash(value: Json | undefined): boolean {
  return typeof value === "string" && /^[0-9a-f]{40,}$/.test(value);
}

/** `1 file`, `2 files`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
