import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv2020 from "ajv/dist/2020";
import { parse } from "yaml";
import { editorSchema, type JsonSchema, jsonSchema } from "../../config/json-schema";
import { PROJECT_ROOT } from "../../config/paths";

const read = (name: string): string => readFileSync(join(PROJECT_ROOT, name), "utf8");
const committed = JSON.parse(read("installation.schema.json")) as object;
const example = parse(read("installation.example.yaml")) as Record<string, Record<string, unknown>>;

/** Every place in the schema where a value can be written, as `machines.edge.cores`. */
function fields(schema: JsonSchema, path: readonly string[] = []): (readonly [string, JsonSchema])[] {
  const { properties = {}, items, additionalProperties } = schema;
  const below = {
    ...properties,
    ...(items && { "0": items }),
    ...(additionalProperties && { "*": additionalProperties }),
  };
  const own = path.length > 0 ? [[path.join("."), schema] as const] : [];
  return [...own, ...Object.entries(below).flatMap(([key, field]) => fields(field, [...path, key]))];
}

it("is current: `npx tsx script/config-schema.ts` writes it", () => {
  expect(committed).toEqual(JSON.parse(JSON.stringify(editorSchema())));
});

it("explains every key", () => {
  const silent = fields(jsonSchema()).filter(([, { description }]) => !description);
  expect(silent.map(([path]) => path)).toEqual([]);
});

it("says for every value what is allowed", () => {
  const silent = fields(jsonSchema()).filter(([, { properties, allowed }]) => !properties && !allowed);
  expect(silent.map(([path]) => path)).toEqual([]);
});

it("says for every number that has a unit which one", () => {
  const units = fields(jsonSchema()).filter(([path, { unit }]) => /(Gb|Mb|Days|Seconds)$/.test(path) && !unit);
  expect(units.map(([path]) => path)).toEqual([]);
});

describe("an editor", () => {
  // `format` only names what `pattern` checks.
  const validate = new Ajv2020({ validateFormats: false }).compile(committed);

  it("accepts the example", () => {
    validate(example);
    expect(validate.errors).toBeNull();
  });

  it.each<[string, Record<string, unknown>, string]>([
    ["no domain", { domain: undefined }, ""],
    ["an unknown key", { lables: {} }, ""],
    ["an unknown key deeper down", { monitoring: { retentionDay: 1 } }, "/monitoring"],
    ["a capital letter in the name", { name: "Bingo" }, "/name"],
    [
      "both URL and file",
      { bingo: { ...example.bingo, binary: { url: "https://a.b/c", file: "c" } } },
      "/bingo/binary",
    ],
    ["a port out of range", { bingo: { ...example.bingo, port: 0 } }, "/bingo/port"],
    ["an address as network", { ssh: { sources: ["203.0.113.7"] } }, "/ssh/sources/0"],
    ["nobody who may log in", { ssh: { sources: [] } }, "/ssh/sources"],
    ["a type of disk that does not exist", { machines: { edge: { diskType: "ssd" } } }, "/machines/edge/diskType"],
    ["an odd number of cores", { machines: { edge: { cores: 3 } } }, "/machines/edge/cores"],
    ["no place for the state", { state: {} }, "/state"],
    ["a label's name with a space", { labels: { "a b": "" } }, "/labels"],
  ])("underlines %s", (_, change, place) => {
    expect(validate(JSON.parse(JSON.stringify({ ...example, ...change })))).toBe(false);
    expect(validate.errors?.map(({ instancePath }) => instancePath)).toContain(place);
  });
});
