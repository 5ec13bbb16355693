import { z } from "zod";
import { isObject, type Json } from "../config/json";
import type { Action, ArgumentChange, ResourceChange, StackReview } from "./changes";
import { effectOf, type RuleBook } from "./replacement";
import { argumentName, changedValues, isWithin, leaves } from "./values";

const MACHINE = "yandex_compute_instance";

const json = z.json() as z.ZodType<Json>;
const values = z.object({
  root_module: z
    .object({ resources: z.array(z.object({ address: z.string(), type: z.string(), values: json })).default([]) })
    .default({ resources: [] }),
});

/** What the engine writes of a plan: `show -json` of Terraform and OpenTofu, as far as it is read here. */
const planFile = z.object({
  prior_state: z.object({ values: values.optional() }).optional(),
  planned_values: z
    .object({ outputs: z.record(z.string(), z.object({ value: json.optional() })).default({}) })
    .optional(),
  resource_changes: z
    .array(
      z.object({
        address: z.string(),
        mode: z.string(),
        type: z.string(),
        action_reason: z.string().optional(),
        change: z.object({
          actions: z.array(z.string()),
          before: json,
          after: json,
          after_unknown: json.optional(),
          replace_paths: z.array(z.array(z.union([z.string(), z.number()]))).optional(),
        }),
      }),
    )
    .default([]),
});

/** A plan of one stack. */
export type Plan = z.output<typeof planFile>;
type PlannedChange = Plan["resource_changes"][number];

/** @throws when it is no plan */
export function readPlan(text: string): Plan {
  return planFile.parse(JSON.parse(text));
}

/** A machine that the plan found, with its power as the provider has it: `running`, `stopped` and others. */
export interface FoundMachine {
  readonly address: string;
  readonly id: string;
  readonly status: string;
}

/** The machines of a stack as the engine found them in the cloud. */
export function machinesFound({ prior_state }: Plan): readonly FoundMachine[] {
  const resources = prior_state?.values?.root_module.resources ?? [];
  return resources.flatMap(({ address, type, values }) => {
    if (type !== MACHINE || !isObject(values)) return [];
    const { id, status } = values;
    return typeof id === "string" && typeof status === "string" ? [{ address, id, status }] : [];
  });
}

/**
 * The engine's own plan of a stack as changes for the report: it has seen the cloud, so it knows what a comparison of texts
 * does not, what somebody has changed by hand for example.
 *
 * @param inUse whether there is a machine in any stack that may use what the stack has
 */
export function reviewOfPlan(stack: string, plan: Plan, rules: RuleBook, inUse: boolean): StackReview {
  return {
    name: stack,
    status: "kept",
    resources: plan.resource_changes.flatMap((planned) => changeOf(stack, planned, rules, inUse)),
    outputs: [],
    settings: [],
  };
}

function changeOf(stack: string, planned: PlannedChange, rules: RuleBook, inUse: boolean): ResourceChange[] {
  const { address, type, mode, change, action_reason } = planned;
  const action = actionOf(change.actions);
  if (action === undefined || mode !== "managed") return [];
  const tainted = action === "replace" && action_reason === "replace_because_tainted";
  return [
    {
      stack,
      address,
      type,
      action,
      arguments: argumentsOf(planned, rules),
      triggers: [],
      // Else there would be no plan.
      preventDestroy: false,
      ...(tainted && { tainted: inUse ? ("in use" as const) : ("unused" as const) }),
    },
  ];
}

/** undefined: nothing is done, or it is only read. */
function actionOf(actions: readonly string[]): Action | undefined {
  if (actions.length > 1) return "replace";
  const [action] = actions;
  if (action === "create" || action === "update") return action;
  return action === "delete" ? "destroy" : undefined;
}

function argumentsOf({ type, change }: PlannedChange, rules: RuleBook): ArgumentChange[] {
  const replacing = (change.replace_paths ?? []).map(pathOf);
  const unknown = leaves(change.after_unknown).flatMap(({ path, value }) => (value === true ? argumentName(path) : []));
  const changed = changedValues(change.before, change.after).filter(({ path }) => {
    const name = argumentName(path);
    // What the cloud is yet to give is not there, which is no change.
    return replacing.some((one) => isWithin(name, one)) || !unknown.some((one) => isWithin(one, name));
  });
  const known = changed.map((one): ArgumentChange => {
    if (replacing.some((path) => isWithin(argumentName(one.path), path))) return { ...one, effect: "replaces" };
    const effect = effectOf(rules[type], one);
    // The plan knows better: what only the provider has filled in is not there before the apply.
    return { ...one, effect: effect === "replaces" ? "none" : effect };
  });
  const missing = replacing.filter((path) => !known.some((one) => isWithin(argumentName(one.path), path)));
  return [
    ...known,
    ...missing.map((path) => ({ path, before: undefined, after: undefined, effect: "replaces" as const })),
  ];
}

/** `["boot_disk", 0, "auto_delete"]` is `boot_disk.auto_delete`. */
function pathOf(path: readonly (string | number)[]): string {
  return path.filter((part) => typeof part === "string").join(".");
}

/** Outputs as they will be; undefined: known after the apply. */
export function plannedOutputs({ planned_values }: Plan): ReadonlyMap<string, Json | undefined> {
  return new Map(Object.entries(planned_values?.outputs ?? {}).map(([name, { value }]) => [name, value]));
}
