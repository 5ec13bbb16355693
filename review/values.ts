import { isDeepStrictEqual } from "node:util";
import { isList, isObject, type Json, type JsonObject } from "../config/json";

/** One argument of a block that is not what it was. */
export interface ValueChange {
  /** For example `resources.cores`, or `network_interface[1].nat` where there are several. */
  readonly path: string;
  /** Undefined: not set. */
  readonly before: Json | undefined;
  readonly after: Json | undefined;
}

/** What differs between two values, argument by argument. Unset, `null` and an empty list are the same to Terraform. */
export function changedValues(before: Json | undefined, after: Json | undefined, path = ""): ValueChange[] {
  const [old, now] = [unset(before), unset(after)];
  if (isDeepStrictEqual(old, now)) return [];
  if (isObject(old) && isObject(now)) {
    const keys = [...new Set([...Object.keys(old), ...Object.keys(now)])];
    return keys.flatMap((key) => changedValues(old[key], now[key], path === "" ? key : `${path}.${key}`));
  }
  const [oldBlocks, newBlocks] = [blocks(old ?? none(now)), blocks(now ?? none(old))];
  // One block may be written as an object or as a list of one.
  if (oldBlocks && newBlocks) return changedBlocks(oldBlocks, newBlocks, path);
  return [{ path, before: old, after: now }];
}

/** `network_interface[1].nat` is `network_interface.nat`: how the provider names the argument. */
export function argumentName(path: string): string {
  return path.replace(/\[(\d+|"([^"\\]|\\.)*")\]/g, "");
}

/** Whether `path` is `ancestor` or lies in it. */
export function isWithin(path: string, ancestor: string): boolean {
  return path === ancestor || path.startsWith(`${ancestor}.`) || path.startsWith(`${ancestor}[`);
}

/** Every single value in a value, with its path. */
export function leaves(value: Json | undefined, path = ""): { readonly path: string; readonly value: Json }[] {
  if (value === undefined) return [];
  if (isList(value)) return value.flatMap((item, index) => leaves(item, elementPath(path, value, index)));
  if (!isObject(value)) return [{ path, value }];
  return Object.entries(value).flatMap(([key, item]) => leaves(item, path === "" ? key : `${path}.${key}`));
}

function unset(value: Json | undefined): Json | undefined {
  return value === null || (isList(value) && value.length === 0) ? undefined : value;
}

/** An element is called by its description, where it has one: firewall rules are a set without an order. */
function elementPath(path: string, list: readonly Json[], index: number): string {
  if (list.length === 1) return path;
  const element = list[index];
  const description = isObject(element) ? element["description"] : undefined;
  return `${path}[${typeof description === "string" ? JSON.stringify(description) : index}]`;
}

/** What stands for "not set" beside a list. */
function none(other: Json | undefined): Json | undefined {
  return isList(other) ? [] : undefined;
}

/** The value as a list of blocks, if that is what it can be. */
function blocks(value: Json | undefined): readonly JsonObject[] | undefined {
  if (isObject(value)) return [value];
  return isList(value) && value.every(isObject) ? value : undefined;
}

/**
 * Pairs the blocks of two lists: equal ones first, wherever they stand, then those most alike. So a firewall rule
 * added in the middle is one rule added, not a change of all that follow.
 */
function changedBlocks(before: readonly JsonObject[], after: readonly JsonObject[], path: string): ValueChange[] {
  const left = [...before];
  const changed = after.filter((block) => {
    const same = left.findIndex((candidate) => changedValues(candidate, block).length === 0);
    if (same >= 0) left.splice(same, 1);
    return same < 0;
  });
  if (left.length === 0 && changed.length === 0) {
    // Security-group rules are a set, but network interfaces have an order: say it and let the reader judge.
    return before.every((block, index) => changedValues(block, after[index]).length === 0)
      ? []
      : [{ path: `${path} (order)`, before: before, after: after }];
  }
  const result = changed.map((block): ValueChange[] => {
    const partner = mostAlike(block, left, before.length === 1 && after.length === 1);
    if (partner === undefined) return [{ path, before: undefined, after: block }];
    left.splice(left.indexOf(partner), 1);
    return changedValues(partner, block, elementPath(path, after, after.indexOf(block)));
  });
  return [...result.flat(), ...left.map((block) => ({ path, before: block, after: undefined }))];
}

function mostAlike(block: JsonObject, candidates: readonly JsonObject[], only: boolean): JsonObject | undefined {
  const likeness = (candidate: JsonObject): number => {
    const keys = [...new Set([...Object.keys(block), ...Object.keys(candidate)])];
    return keys.filter((key) => isDeepStrictEqual(block[key], candidate[key])).length / keys.length;
  };
  const [best] = [...candidates].sort((one, other) => likeness(other) - likeness(one));
  return best !== undefined && (only || likeness(best) >= 0.5) ? best : undefined;
}
