import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT_ROOT } from "../../config/paths";
import type { Json } from "../../config/json";
import type { Installation } from "../../config/schema";
import { compare } from "../../review/compare";
import { type FoundMachine, machinesFound, type Plan, plannedOutputs, reviewOfPlan } from "../../review/plan";
import { loadRules } from "../../review/replacement";
import { type Report, report } from "../../review/report";
import { readSynthesized } from "../../review/tree";
import { initStack, type PlannedStack, planStack } from "../engine-plan";
import { stackOrder } from "../stack-order";
import { stackState } from "../state/stack-state";

/** The engine merges files of this name into the others. script/deploy removes what a killed process has left. */
const OVERRIDE = "prepare_override.tf.json";
const REFERENCE = /data\.terraform_remote_state\.(cross-stack-reference-input-([\w-]+))\.outputs\.([\w-]+)/g;

/** Address of a stack's machine. */
const MACHINE = "yandex_compute_instance.vm";
const GATE = /^null_resource\.gate/;

/** What a deployment will do. */
export interface Planned {
  readonly report: Report;
  /** Stacks that could not be planned, each with the engine's words. */
  readonly unplanned: readonly { readonly stack: string; readonly why: string }[];
  /** Machines that are there. */
  readonly machines: readonly PlannedMachine[];
}

export interface PlannedMachine extends FoundMachine {
  readonly stack: string;
  /** Address of its gate, where the deployment does not wait for the machine anyway. */
  readonly gate?: string;
  /** The deployment destroys it, and makes it anew or not. */
  readonly goes: boolean;
}

/**
 * Plans every stack that has something, each by its own state: what is there is changed by what its plan says. Stacks that
 * have nothing lose nothing, and need no plan.
 *
 * @param env of the engine
 * @param outdir what cdktf wrote
 * @param replaced stack of a machine that is to be made anew. @default none
 */
export async function planned(
  installation: Installation,
  env: NodeJS.ProcessEnv,
  outdir: string,
  replaced?: string,
): Promise<Planned> {
  const names = stackOrder(outdir).map(({ name }) => name);
  const states = new Map(
    await Promise.all(names.map(async (name) => [name, await stackState(installation, env, outdir, name)] as const)),
  );
  const existing = names.filter((name) => states.get(name)?.resources.some(({ mode }) => mode === "managed"));
  const outputs = new Map(names.map((name) => [name, states.get(name)?.outputs ?? {}]));
  const found = await planAll(env, outdir, existing, outputs, replaced);

  const plans = [...found].flatMap(([stack, one]) => ("failed" in one ? [] : [{ stack, plan: one.plan }]));
  const machines = plans.flatMap(({ stack, plan }) => machinesOf(stack, plan));
  // A machine whose creation failed has used nothing.
  const inUse = plans.some(({ plan }) => machinesFound(plan).some(({ address }) => !isTainted(plan, address)));
  const rules = loadRules();
  const synthesized = readSynthesized(outdir, PROJECT_ROOT);
  const fresh = new Map([...synthesized].filter(([name]) => !existing.includes(name)));
  return {
    report: report([
      ...plans.map(({ stack, plan }) => reviewOfPlan(stack, plan, rules, inUse)),
      ...compare(new Map(), fresh, rules),
    ]),
    unplanned: [...found].flatMap(([stack, one]) => ("failed" in one ? [{ stack, why: one.failed }] : [])),
    machines,
  };
}

type Outputs = ReadonlyMap<string, Readonly<Record<string, unknown>>>;

/**
 * Plans stacks. One that reads an output which is not there yet, as after an update of this project, is planned behind the
 * others, with the output as their plans have it.
 */
async function planAll(
  env: NodeJS.ProcessEnv,
  outdir: string,
  stacks: readonly string[],
  outputs: Outputs,
  replaced: string | undefined,
): Promise<ReadonlyMap<string, PlannedStack>> {
  const found = new Map<string, PlannedStack>();
  const plan = async (stack: string): Promise<void> => {
    const why = await initStack(env, outdir, stack);
    const anew = stack === replaced ? MACHINE : undefined;
    found.set(stack, why === undefined ? await planStack(env, outdir, stack, anew) : { failed: why });
  };
  const missing = new Map(stacks.map((stack) => [stack, missingOutputs(outdir, stack, outputs)]));
  const waits = (stack: string): boolean => (missing.get(stack) ?? []).length > 0;
  await Promise.all(stacks.filter((stack) => !waits(stack)).map(plan));
  for (const stack of stacks.filter(waits)) {
    const override = join(outdir, "stacks", stack, OVERRIDE);
    writeFileSync(override, JSON.stringify(withDefaults(missing.get(stack) ?? [], found)));
    try {
      await plan(stack);
    } finally {
      rmSync(override);
    }
  }
  return found;
}

interface MissingOutput {
  /** Of the data source that reads it. */
  readonly reader: string;
  readonly stack: string;
  readonly output: string;
}

function missingOutputs(outdir: string, stack: string, outputs: Outputs): readonly MissingOutput[] {
  const text = readFileSync(join(outdir, "stacks", stack, "cdk.tf.json"), "utf8");
  const read = [...text.matchAll(REFERENCE)].map(([, reader = "", from = "", output = ""]) => ({
    reader,
    stack: from,
    output,
  }));
  return read.filter((one) => outputs.get(one.stack)?.[one.output] === undefined);
}

function withDefaults(missing: readonly MissingOutput[], found: ReadonlyMap<string, PlannedStack>): Json {
  const readers: Record<string, { defaults: Record<string, Json> }> = {};
  for (const { reader, stack, output } of missing) {
    const other = found.get(stack);
    const value = other && "plan" in other ? plannedOutputs(other.plan).get(output) : undefined;
    (readers[reader] ??= { defaults: {} }).defaults[output] = value ?? "known after apply";
  }
  return { data: { terraform_remote_state: readers } };
}

function machinesOf(stack: string, plan: Plan): PlannedMachine[] {
  const gate = plan.prior_state?.values?.root_module.resources.find(({ address }) => GATE.test(address))?.address;
  const waited = gate === undefined || actionsOf(plan, gate).some((action) => action !== "no-op");
  return machinesFound(plan).map((machine) => ({
    stack,
    ...machine,
    ...(!waited && { gate }),
    goes: actionsOf(plan, machine.address).includes("delete"),
  }));
}

function actionsOf({ resource_changes }: Plan, address: string): readonly string[] {
  return resource_changes.find((change) => change.address === address)?.change.actions ?? [];
}

function isTainted({ resource_changes }: Plan, address: string): boolean {
  return resource_changes.some(
    (change) => change.address === address && change.action_reason === "replace_because_tainted",
  );
}
