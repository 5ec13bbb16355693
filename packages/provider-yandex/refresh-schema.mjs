// Writes schema.json anew from the provider itself, in the version that package.json names. Needs a registry or a mirror
// that has the provider (TF_CLI_CONFIG_FILE), and Terraform or OpenTofu (TERRAFORM_BINARY_NAME, else script/engine).
//
//   npm run refresh-schema --workspace @cdktf/provider-yandex [-- TYPE...]
//
// Keeps the types that schema.json holds, and takes the named ones in. Only types in use belong there: bindings are
// generated and compiled with every installation of the packages.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const folder = dirname(fileURLToPath(import.meta.url));
const file = join(folder, "schema.json");
const { version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
const committed = JSON.parse(readFileSync(file, "utf8"));
// The generator knows the provider by this address. Engines print the one of their own registry.
const [address] = Object.keys(committed.provider_schemas);
const [, source] = address.match(/^[^/]+\/(.+)$/);

function fail(message) {
  console.error(`refresh-schema: ${message}`);
  process.exit(1);
}

function engine() {
  const script = join(folder, "..", "..", "script", "engine");
  return (
    process.env.TERRAFORM_BINARY_NAME ||
    execFileSync(script, { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] }).trim()
  );
}

/** All schemas of the provider, as the engine prints them. */
function ask(program) {
  const cwd = mkdtempSync(join(tmpdir(), "schema-"));
  const run = (...args) =>
    execFileSync(program, args, { cwd, encoding: "utf8", stdio: "pipe", maxBuffer: 256 * 2 ** 20 });
  try {
    writeFileSync(
      join(cwd, "main.tf.json"),
      JSON.stringify({ terraform: { required_providers: { yandex: { source, version } } } }),
    );
    run("init", "-backend=false", "-input=false", "-no-color");
    return JSON.parse(run("providers", "schema", "-json"));
  } catch (error) {
    if (error.code === "ENOENT") fail(`TERRAFORM_BINARY_NAME is '${program}': no such program`);
    fail(
      `${program} could not install ${source} ${version}. If the registry is out of reach, name a mirror in the CLI ` +
        `configuration (TF_CLI_CONFIG_FILE). It said:\n${error.stderr ?? error}`,
    );
  } finally {
    rmSync(cwd, { recursive: true });
  }
}

const mapValues = (object, change) =>
  object && Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]));

/** For people; no program here reads them. */
const WORDS = ["description", "description_kind", "deprecation_message"];
const withoutWords = (one) => Object.fromEntries(Object.entries(one).filter(([key]) => !WORDS.includes(key)));

const attribute = (one) =>
  withoutWords({
    ...one,
    ...(one.nested_type && {
      nested_type: { ...one.nested_type, attributes: mapValues(one.nested_type.attributes, attribute) },
    }),
  });

const block = (one) =>
  withoutWords({
    ...one,
    ...(one.attributes && { attributes: mapValues(one.attributes, attribute) }),
    ...(one.block_types && {
      block_types: mapValues(one.block_types, (type) => ({ ...type, block: block(type.block) })),
    }),
  });

const schema = ({ version, block: own }) => ({ version, block: block(own) });

/** Keys in order, so that a refresh shows only what the provider changed. */
const sorted = (value) => {
  if (Array.isArray(value) || typeof value !== "object" || value === null) return value;
  return mapValues(Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))), sorted);
};

const printed = ask(engine());
const provider = Object.entries(printed.provider_schemas ?? {}).find(([key]) => key.endsWith(`/${source}`))?.[1];
if (!provider)
  fail(`expected the schema of ${source}, found ${Object.keys(printed.provider_schemas ?? {}).join(", ") || "none"}`);

const before = committed.provider_schemas[address];
const wanted = process.argv.slice(2);
const kinds = ["resource_schemas", "data_source_schemas"];
const gone = kinds.flatMap((kind) => Object.keys(before[kind]).filter((type) => !(type in provider[kind])));
if (gone.length > 0) fail(`${source} ${version} has no ${gone.join(", ")}, which schema.json holds`);
const unknown = wanted.filter((type) => !kinds.some((kind) => type in provider[kind]));
if (unknown.length > 0) fail(`${source} ${version} has no ${unknown.join(", ")}`);

const keep = (kind) =>
  mapValues(
    Object.fromEntries(
      Object.entries(provider[kind]).filter(([type]) => type in before[kind] || wanted.includes(type)),
    ),
    schema,
  );
const after = {
  format_version: printed.format_version,
  provider_schemas: {
    [address]: {
      provider: schema(provider.provider),
      resource_schemas: keep("resource_schemas"),
      data_source_schemas: keep("data_source_schemas"),
    },
  },
};
const text = JSON.stringify(sorted(after), undefined, 1);
const changed = text !== readFileSync(file, "utf8");
writeFileSync(file, text);
console.log(`schema.json: ${changed ? "written anew" : "no change"} (${source} ${version})`);
