import type { Cause, OutputChange, ResourceChange, StackReview } from "./changes";
import { inlineCrossStack } from "./cross-stack";
import { Node } from "./node";
import { bareReference, references, type Reference } from "./references";
import type { RuleBook } from "./replacement";
import type { Stack, Synthesized } from "./tree";
import { changedValues, leaves } from "./values";

const NO_STACK: Stack = { resources: new Map(), outputs: new Map(), settings: {}, moved: new Map() };

/**
 * What would be done to an installation made from `base` when `head` is applied, as far as the text tells:
 * nothing here has seen the cloud. A replacement is followed to everything that refers to what it changes, also
 * across stacks.
 */
export function compare(base: Synthesized, head: Synthesized, rules: RuleBook): StackReview[] {
  const [before, after] = [inlineCrossStack(base), inlineCrossStack(head)];
  const names = [...new Set([...before.keys(), ...after.keys()])].sort();
  const nodes = new Map(
    names.flatMap((stack) =>
      nodesOf(stack, before.get(stack) ?? NO_STACK, after.get(stack) ?? NO_STACK, rules).map((node) => [node.id, node]),
    ),
  );
  const graph: Graph = { nodes, before, after };
  spread(graph);
  return names.map((name) => reviewOf(name, graph));
}

interface Graph {
  readonly nodes: ReadonlyMap<string, Node>;
  readonly before: Synthesized;
  readonly after: Synthesized;
}

function nodesOf(stack: string, before: Stack, after: Stack, rules: RuleBook): Node[] {
  const newAddress = (address: string): string => before.moved.get(address) ?? after.moved.get(address) ?? address;
  const old = new Map([...before.resources].map(([address, block]) => [newAddress(address), { address, block }]));
  return [...new Set([...after.resources.keys(), ...old.keys()])].map((address) => {
    const was = old.get(address);
    return new Node(stack, address, was?.block, after.resources.get(address), rules, was?.address);
  });
}

/** Follows every change to what refers to it, until nothing new turns up. */
function spread(graph: Graph): void {
  for (let changed = true; changed;) {
    changed = false;
    for (const node of graph.nodes.values()) {
      if (!node.before || !node.after) continue;
      for (const { path, value } of leaves(node.after)) {
        if (typeof value !== "string" || node.isMeta(path) || node.touches(path)) continue;
        const cause = firstCause(graph, node.stack, references(value));
        if (!cause) continue;
        node.add({ path, before: value, after: value }, cause);
        changed = true;
      }
      for (const trigger of node.replaceTriggeredBy) {
        const reference = bareReference(trigger);
        const cause = reference && triggerCause(graph, node.stack, reference);
        if (cause && node.addTrigger(cause)) changed = true;
      }
    }
  }
}

/** Why the value of one of the references may be another than before, if it may. */
function firstCause(graph: Graph, from: string, found: readonly Reference[]): Cause | undefined {
  for (const { stack = from, address, attribute } of found) {
    const cause = graph.nodes.get(`${stack}/${address}`)?.causeFor(attribute);
    if (cause) return cause;
  }
  return undefined;
}

/** Terraform counts an update or a replacement of what is named, not its creation. */
function triggerCause(graph: Graph, stack: string, { address, attribute }: Reference): Cause | undefined {
  const node = graph.nodes.get(`${stack}/${address}`);
  if (!node) return undefined;
  if (attribute !== "") return node.causeFor(attribute);
  if (node.action === "replace") return { stack, address, what: "is replaced" };
  return node.action === "update" ? { stack, address, what: "changes" } : undefined;
}

function reviewOf(name: string, graph: Graph): StackReview {
  const [before, after] = [graph.before.get(name), graph.after.get(name)];
  return {
    name,
    status: !before ? "new" : !after ? "removed" : "kept",
    resources: [...graph.nodes.values()].filter((node) => node.stack === name && node.isChanged).map(toChange),
    outputs: outputChanges(name, graph),
    settings: before && after ? changedValues(before.settings, after.settings) : [],
  };
}

function toChange(node: Node): ResourceChange {
  return {
    stack: node.stack,
    address: node.address,
    type: node.type,
    action: node.action,
    arguments: node.arguments,
    triggers: node.triggers,
    ...(node.oldAddress !== undefined && node.oldAddress !== node.address && { movedFrom: node.oldAddress }),
    preventDestroy: node.preventDestroy,
  };
}

function outputChanges(stack: string, graph: Graph): OutputChange[] {
  const { outputs: before } = graph.before.get(stack) ?? NO_STACK;
  const { outputs: after } = graph.after.get(stack) ?? NO_STACK;
  const names = [...new Set([...before.keys(), ...after.keys()])];
  return names.flatMap((name): OutputChange[] => {
    const [old, now] = [before.get(name)?.["value"], after.get(name)?.["value"]];
    if (changedValues(old, now).length > 0) return [{ name, before: old, after: now }];
    const texts = leaves(now).flatMap(({ value }) => (typeof value === "string" ? references(value) : []));
    const cause = firstCause(graph, stack, texts);
    return cause ? [{ name, before: old, after: now, cause }] : [];
  });
}
