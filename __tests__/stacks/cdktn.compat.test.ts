import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { CDKTN_VERSION, synthWithCdktn } from "../support/cdktn";
import { synthStacks } from "../support/synth";

const stacks = synthStacks();
let forks: string;

// The first time npm installs the fork, which depends on the registry.
beforeAll(() => {
  forks = synthWithCdktn();
}, 300_000);
afterAll(() => {
  if (forks) rmSync(forks, { recursive: true });
});

it("cdktn makes the same stacks from the same sources", () => {
  expect(readdirSync(join(forks, "stacks")).sort()).toEqual(Object.keys(stacks).sort());
});

it.each(Object.keys(stacks))("cdktn makes the same %s", (name) => {
  const fork = readFileSync(join(forks, "stacks", name, "cdk.tf.json"), "utf8");
  // It was the fork indeed.
  expect(JSON.parse(fork)).toHaveProperty(["//", "metadata", "version"], CDKTN_VERSION);
  expect(withoutMetadata(fork)).toBe(withoutMetadata(JSON.stringify(stacks[name])));
});

/** The JSON without `//`, where the library writes its own version. */
function withoutMetadata(json: string): string {
  const stack: unknown = JSON.parse(json, (key, value: unknown) => (key === "//" ? undefined : value));
  return JSON.stringify(stack, undefined, 2);
}
