import { readFileSync } from "node:fs";
import { join } from "node:path";
import { loadRules } from "../../review/replacement";
import { PROJECT_ROOT } from "../../config/paths";

interface Block {
  readonly attributes?: Readonly<Record<string, unknown>>;
  readonly block_types?: Readonly<Record<string, { readonly block: Block }>>;
}

interface Schema {
  readonly provider_schemas: Readonly<
    Record<string, { readonly resource_schemas: Readonly<Record<string, { readonly block: Block }>> }>
  >;
}

const file = join(PROJECT_ROOT, "packages/provider-yandex/schema.json");
const schema = JSON.parse(readFileSync(file, "utf8")) as Schema;
const resources = Object.values(schema.provider_schemas)[0]?.resource_schemas ?? {};
const rules = loadRules();

/** What a path names in the schema. */
function kindOf(type: string, path: string): "attribute" | "block" | undefined {
  let block = resources[type]?.block;
  const names = path.split(".");
  for (const name of names.slice(0, -1)) block = block?.block_types?.[name]?.block;
  const last = names.at(-1) ?? "";
  if (block?.attributes?.[last]) return "attribute";
  return block?.block_types?.[last] ? "block" : undefined;
}

describe("replacement.json", () => {
  it.each(Object.keys(resources))("has rules for %s", (type) => {
    expect(rules).toHaveProperty(type);
  });

  const ours = Object.entries(rules).filter(([type]) => type.startsWith("yandex_"));

  it.each(ours)(
    "%s names arguments and blocks of the schema",
    (type, { arguments: names, blockCounts = [], ...more }) => {
      expect(names.filter((name) => kindOf(type, name) !== "attribute")).toEqual([]);
      expect(blockCounts.filter((name) => kindOf(type, name) !== "block")).toEqual([]);
      const others = [...(more.whenSmaller ?? []), ...(more.stops ?? [])];
      expect(others.filter((name) => kindOf(type, name) === undefined)).toEqual([]);
    },
  );

  it("lets metadata change in place: a machine is replaced only because its trigger is", () => {
    expect(rules["yandex_compute_instance"]?.arguments).not.toContain("metadata");
  });
});
