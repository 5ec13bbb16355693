import { isList, isObject, type Json, type JsonObject } from "../config/json";
import type { Stack, Synthesized } from "./tree";

/** How cdktf 0.21 reads a value of another stack: from an output made for that, in the other's state. */
const INPUT = "cross-stack-reference-input-";
const OUTPUT = "cross-stack-output-";
const REFERENCE = new RegExp(`data\\.terraform_remote_state\\.${INPUT}([\\w-]+)\\.outputs\\.(${OUTPUT}[\\w-]+)`, "g");

/**
 * Writes what is behind every reference to another stack in its place, as `stack/type.name.attribute`, and leaves out
 * the outputs and data sources that carry it. So a reference reads the same whether it crosses stacks or not.
 */
export function inlineCrossStack(stacks: Synthesized): Synthesized {
  return new Map([...stacks].map(([name, stack]) => [name, inlineStack(stack, stacks)]));
}

function inlineStack(stack: Stack, all: Synthesized): Stack {
  return {
    ...stack,
    resources: inlineEach(stack.resources, `data.terraform_remote_state.${INPUT}`, all),
    outputs: inlineEach(stack.outputs, OUTPUT, all),
  };
}

function inlineEach(
  blocks: ReadonlyMap<string, JsonObject>,
  carriers: string,
  all: Synthesized,
): ReadonlyMap<string, JsonObject> {
  return new Map(
    [...blocks]
      .filter(([name]) => !name.startsWith(carriers))
      .map(([name, block]) => [name, inlineValue(block, all) as JsonObject]),
  );
}

function inlineValue(value: Json, all: Synthesized): Json {
  if (typeof value === "string") return inlineText(value, all);
  if (isList(value)) return value.map((item) => inlineValue(item, all));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, inlineValue(member, all)]));
}

function inlineText(text: string, all: Synthesized): string {
  return text.replace(REFERENCE, (reference, stack: string, output: string) => {
    const value = all.get(stack)?.outputs.get(output)?.["value"];
    const [, expression] = typeof value === "string" ? (/^\$\{(.*)\}$/s.exec(value) ?? []) : [];
    if (expression === undefined) return reference;
    // The other stack may itself have it from a third one.
    const inlined = inlineText(expression, all);
    return inlined === expression ? `${stack}/${expression}` : inlined;
  });
}
