import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { PROJECT_ROOT } from "../../config/paths";
import { parseHcl, synthHcl } from "../support/hcl";
import { synthStacks } from "../support/synth";

const stacks = synthStacks();
/** As deep in the project as cdktf.out, because paths in the files are relative. */
const outdir = join(PROJECT_ROOT, `hcl-${String(process.pid)}.out`);

beforeAll(() => synthHcl(outdir), 180_000);
afterAll(() => {
  rmSync(outdir, { recursive: true });
});

const file = (stack: string) => join(outdir, "stacks", stack, "cdk.tf");

it("there is HCL for every stack", () => {
  expect(readdirSync(join(outdir, "stacks")).sort()).toEqual(Object.keys(stacks).sort());
});

describe.each(Object.keys(stacks))("the HCL of %s", (name) => {
  it("says the same as its JSON", async () => {
    expect(comparable(await parseHcl(file(name)))).toEqual(comparable(stacks[name]));
  });

  it("has its provisioners in the same order", () => {
    const inHcl = [...readFileSync(file(name), "utf8").matchAll(/^ +provisioner "([^"]+)"/gm)].map(([, type]) => type);
    const resources = Object.values(stacks[name]?.resource ?? {}).flatMap((type) => Object.values(type));
    const inJson = resources.flatMap(({ provisioner = [] }) => (provisioner as object[]).flatMap(Object.keys));
    expect(inHcl).toEqual(inJson);
  });
});

/** Both forms in one: what follows is all that may differ between them. */
function comparable(value: unknown): unknown {
  // In HCL a text of several lines is a heredoc, which always ends in a newline.
  if (typeof value === "string") return value.includes("\n") ? `${value.trimEnd()}\n` : value;
  if (Array.isArray(value)) {
    const items = value.map(comparable);
    // One block may stand for itself or in a list.
    return items.length === 1 && typeof items[0] === "object" ? items[0] : items;
  }
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([key]) => key !== "//");
  return Object.fromEntries(entries.map(([key, item]) => [key, (SPECIAL[key] ?? comparable)(item)]));
}

/** Arguments that the two forms write in ways of their own. */
const SPECIAL: Readonly<Record<string, (value: unknown) => unknown>> = {
  provisioner: byType,
  ignore_changes: names,
  replace_triggered_by: names,
};

/** Names of arguments and resources: in JSON a text, in HCL an expression. */
function names(value: unknown): unknown {
  return (value as string[]).map((name) => name.replace(/^\$\{(.*)\}$/, "$1"));
}

/** HCL that was read back lists provisioners by their type. Their order is checked apart. */
function byType(value: unknown): unknown {
  const types: Record<string, unknown[]> = {};
  for (const provisioner of [value].flat()) {
    for (const [type, items] of Object.entries(provisioner as Record<string, object | object[]>))
      (types[type] ??= []).push(...[items].flat());
  }
  return comparable(types);
}
