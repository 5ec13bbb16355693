import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isObject } from "../config/json";
import { argumentName, isWithin, leaves, type ValueChange } from "./values";

/** What the provider does when an argument of a type changes. */
export interface Rules {
  /** A change replaces the resource; `*`: every argument. */
  readonly arguments: readonly string[];
  /** A change of their number replaces it. */
  readonly blockCounts?: readonly string[];
  /** A lower number replaces it. */
  readonly whenSmaller?: readonly string[];
  /** A change replaces it by the provider's code, not by its schema. */
  readonly customized?: readonly string[];
  /** Changed in place, with the machine stopped meanwhile. */
  readonly stops?: readonly string[];
  /** Planned as a change in place, and always refused when it is applied. */
  readonly refused?: readonly string[];
  /** Not looked at by the provider: a change does nothing. */
  readonly unseen?: readonly string[];
}

/** By resource type. */
export type RuleBook = Readonly<Record<string, Rules>>;

/** The committed rules of the providers in use. */
export function loadRules(): RuleBook {
  const file = join(__dirname, "..", "packages", "provider-yandex", "replacement.json");
  return (JSON.parse(readFileSync(file, "utf8")) as { readonly resources: RuleBook }).resources;
}

export type Effect = "replaces" | "stops" | "in place" | "refused" | "unseen";

/** What a change of this argument does to a resource that exists. */
export function effectOf(rules: Rules | undefined, change: ValueChange): Effect {
  if (!rules) return "in place";
  const path = argumentName(change.path);
  const paths = [change.before, change.after].flatMap((value) =>
    leaves(value, path).map((leaf) => argumentName(leaf.path)),
  );
  const touches = (names: readonly string[] = []): boolean =>
    names.some((name) => name === "*" || paths.some((leaf) => isWithin(leaf, name)));

  if (touches(rules.arguments) || touches(rules.customized)) return "replaces";
  if (isCountChange(change) && rules.blockCounts?.includes(path)) return "replaces";
  if (rules.whenSmaller?.includes(path) && Number(change.after) < Number(change.before)) return "replaces";
  if (touches(rules.refused)) return "refused";
  if (touches(rules.unseen) && !isCountChange(change)) return "unseen";
  return touches(rules.stops) ? "stops" : "in place";
}

function isCountChange({ before, after }: ValueChange): boolean {
  return (before === undefined && isObject(after)) || (after === undefined && isObject(before));
}
