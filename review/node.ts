import type { Action, ArgumentChange, Cause } from "./changes";
import { effectOf, type RuleBook, type Rules } from "./replacement";
import { blockOf, isList, isObject, type Json, type JsonObject } from "../config/json";
import { argumentName, changedValues, isWithin, type ValueChange } from "./values";

/** Arguments that the engine itself reads. A change of them alone changes nothing in the cloud. */
const META_ARGUMENTS = ["lifecycle", "depends_on", "provisioner", "connection", "provider"];

/** One resource or data source on both sides, and what has been found out about it so far. */
export class Node {
  readonly id: string;
  readonly type: string;
  private readonly changes: { readonly change: ValueChange; readonly cause?: Cause }[];
  readonly triggers: Cause[] = [];
  private readonly rules: Rules | undefined;

  constructor(
    readonly stack: string,
    readonly address: string,
    readonly before: JsonObject | undefined,
    readonly after: JsonObject | undefined,
    rules: RuleBook,
    readonly oldAddress: string | undefined,
  ) {
    this.id = `${stack}/${address}`;
    this.type = address.replace(/\.[^.]*$/, "");
    this.rules = rules[this.type];
    this.changes = changedValues(before ?? {}, after ?? {}).map((change) => ({ change }));
  }

  get arguments(): ArgumentChange[] {
    return this.changes.map(({ change, cause }) => ({
      ...change,
      effect: this.effectOf(change),
      ...(cause && { cause }),
    }));
  }

  get action(): Action {
    if (!this.before) return "create";
    if (!this.after) return "destroy";
    const effects = this.changes.map(({ change }) => this.effectOf(change));
    if (this.triggers.length > 0 || effects.includes("replaces")) return "replace";
    return effects.some((effect) => effect === "in place" || effect === "stops" || effect === "refused")
      ? "update"
      : "none";
  }

  get isChanged(): boolean {
    return this.action !== "none" || this.changes.length > 0 || this.oldAddress !== this.address;
  }

  get preventDestroy(): boolean {
    return this.lifecycle["prevent_destroy"] === true;
  }

  get replaceTriggeredBy(): string[] {
    return strings(this.lifecycle["replace_triggered_by"]);
  }

  isMeta(path: string): boolean {
    return META_ARGUMENTS.some((name) => isWithin(path, name));
  }

  /** Whether this argument is already among the changes. */
  touches(path: string): boolean {
    return this.changes.some(({ change }) => isWithin(path, change.path));
  }

  add(change: ValueChange, cause: Cause): void {
    this.changes.push({ change, cause });
  }

  /** False when it was known. */
  addTrigger(cause: Cause): boolean {
    if (this.triggers.some(({ address }) => address === cause.address)) return false;
    this.triggers.push(cause);
    return true;
  }

  /**
   * Why a reference to this attribute may have another value, if it may. After a replacement that is everything the
   * configuration does not set; otherwise only what the configuration itself changes.
   */
  causeFor(attribute: string): Cause | undefined {
    if (!this.before || !this.after) return undefined;
    const changed = this.changes.some(({ change }) => {
      const path = argumentName(change.path);
      return (
        this.effectOf(change) !== "ignored" &&
        !this.isMeta(path) &&
        (isWithin(path, attribute) || isWithin(attribute, path))
      );
    });
    if (changed) return this.cause("changes");
    const computed = attribute === "" || lookUp(this.after, attribute) === undefined;
    if (!computed) return undefined;
    if (this.action === "replace") return this.cause("is replaced");
    // A data source is read anew: with other arguments it finds something else.
    return this.type.startsWith("data.") && this.action === "update" ? this.cause("changes") : undefined;
  }

  private cause(what: Cause["what"]): Cause {
    return { stack: this.stack, address: this.address, what };
  }

  private effectOf(change: ValueChange): ArgumentChange["effect"] {
    if (this.isMeta(change.path)) return "none";
    const ignored = this.lifecycle["ignore_changes"];
    const path = argumentName(change.path);
    if (ignored === "all" || strings(ignored).some((name) => isWithin(path, argumentName(name)))) return "ignored";
    return effectOf(this.rules, change);
  }

  private get lifecycle(): JsonObject {
    return blockOf(this.after?.["lifecycle"]);
  }
}

function strings(value: Json | undefined): string[] {
  return isList(value) ? value.filter((item): item is string => typeof item === "string") : [];
}

/** The configured value of an attribute, indexes left out; undefined: not configured, so the provider decides. */
function lookUp(block: JsonObject, attribute: string): Json | undefined {
  let value: Json | undefined = block;
  for (const name of attribute.split(".")) {
    if (isList(value)) value = value.length === 1 ? value[0] : undefined;
    value = isObject(value) ? value[name] : undefined;
  }
  return value;
}
