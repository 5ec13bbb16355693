import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Engine } from "../../../lab/engine/engine";
import { installMirror } from "../../../lab/engine/mirror";
import { PROJECT_ROOT } from "../../../config/paths";
import { pinnedEngine } from "../../support/engine/engines";

const PACKAGE = join(PROJECT_ROOT, "packages", "provider-yandex");
const COMMITTED = readFileSync(join(PACKAGE, "schema.json"), "utf8");

const scratch = mkdtempSync(join(tmpdir(), "refresh-test-"));
const program = pinnedEngine();
let mirror: Readonly<Record<string, string>>;

beforeAll(async () => {
  const folder = join(scratch, "providers");
  mkdirSync(folder);
  mirror = await installMirror(new Engine(program), folder);
}, 120_000);
afterAll(() => {
  rmSync(scratch, { recursive: true });
});

/** Refreshes a copy of the package. */
function refresh(schema: string, settings: Readonly<Record<string, string>>, ...types: readonly string[]) {
  const copy = mkdtempSync(join(scratch, "package-"));
  for (const file of ["package.json", "refresh-schema.mjs"]) copyFileSync(join(PACKAGE, file), join(copy, file));
  writeFileSync(join(copy, "schema.json"), schema);
  const { status, stderr } = spawnSync(process.execPath, [join(copy, "refresh-schema.mjs"), ...types], {
    env: { ...process.env, TERRAFORM_BINARY_NAME: program, CHECKPOINT_DISABLE: "1", ...settings },
    encoding: "utf8",
  });
  return { status, stderr, schema: readFileSync(join(copy, "schema.json"), "utf8") };
}

/** The committed schema after a change. */
function edited(change: (resources: Record<string, unknown>) => void): string {
  const file = JSON.parse(COMMITTED) as {
    provider_schemas: Record<string, { resource_schemas: Record<string, unknown> }>;
  };
  for (const { resource_schemas } of Object.values(file.provider_schemas)) change(resource_schemas);
  return JSON.stringify(file, undefined, 1);
}

function resourcesOf(schema: string): unknown {
  const { provider_schemas } = JSON.parse(schema) as {
    provider_schemas: Record<string, { resource_schemas: Record<string, unknown> }>;
  };
  return Object.values(provider_schemas).map(({ resource_schemas }) => resource_schemas);
}

it("gives the committed file again, byte for byte", () => {
  expect(refresh(COMMITTED, mirror)).toEqual({ status: 0, stderr: "", schema: COMMITTED });
});

it("keeps the types that the file held, and takes named ones in", () => {
  const smaller = edited((resources) => delete resources.yandex_vpc_gateway);
  expect(refresh(smaller, mirror)).toEqual({ status: 0, stderr: "", schema: smaller });
  // The provider has a data source of that name as well.
  expect(resourcesOf(refresh(smaller, mirror, "yandex_vpc_gateway").schema)).toEqual(resourcesOf(COMMITTED));
});

it("brings back what someone changed by hand", () => {
  const spoilt = edited((resources) => (resources.yandex_vpc_gateway = { version: 7, block: {} }));
  expect(refresh(spoilt, mirror).schema).toBe(COMMITTED);
});

describe("leaves the file alone and says why", () => {
  it.each<[string, () => string, Readonly<Record<string, string>>, readonly string[], RegExp]>([
    [
      "when the registry is out of reach",
      () => COMMITTED,
      { TF_CLI_CONFIG_FILE: join(scratch, "empty.tfrc") },
      [],
      /^refresh-schema: .* could not install yandex-cloud\/yandex [\d.]+\. If the registry is out of reach/,
    ],
    [
      "when there is no engine",
      () => COMMITTED,
      { TERRAFORM_BINARY_NAME: "no-such-engine" },
      [],
      /^refresh-schema: TERRAFORM_BINARY_NAME is 'no-such-engine': no such program/,
    ],
    [
      "when the provider does not have a type any more",
      () => edited((resources) => (resources.yandex_old = { version: 0, block: {} })),
      {},
      [],
      /^refresh-schema: yandex-cloud\/yandex [\d.]+ has no yandex_old, which schema.json holds/,
    ],
    [
      "when the provider does not have a named type",
      () => COMMITTED,
      {},
      ["yandex_new"],
      /^refresh-schema: yandex-cloud\/yandex [\d.]+ has no yandex_new\n/,
    ],
  ])("%s", (_, before, settings, types, wanted) => {
    mkdirSync(join(scratch, "empty"), { recursive: true });
    writeFileSync(
      join(scratch, "empty.tfrc"),
      `provider_installation {\n  filesystem_mirror {\n    path = ${JSON.stringify(join(scratch, "empty"))}\n  }\n}\n`,
    );
    const schema = before();
    const { status, stderr, schema: after } = refresh(schema, { ...mirror, ...settings }, ...types);
    expect(stderr).toMatch(wanted);
    expect({ status, schema: after }).toEqual({ status: 1, schema });
  });
});
