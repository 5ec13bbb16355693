import { copyFileSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, join, relative } from "node:path";
import type { Engine } from "../../engine/engine";
import { buildGoProgram } from "../go-build";

const PROJECT = join(__dirname, "..", "..", "..");
const YANDEX = join(PROJECT, "packages", "provider-yandex");
const SCHEMAS = join(__dirname, "schemas");
/** What the schemas do not say, of all three. */
const RULES = join(YANDEX, "replacement.json");

/** A provider that the stand-in can take the place of. */
export interface StandIn {
  /** Namespace and name, for example `hashicorp/null`. */
  readonly source: string;
  readonly version: string;
  /** The file with its schema. */
  readonly schema: string;
}

/** The providers of the installation: null and tls by `schemas/NAME-VERSION.json`, yandex by its bindings' package. */
export function standIns(): readonly StandIn[] {
  const { version } = JSON.parse(readFileSync(join(YANDEX, "package.json"), "utf8")) as { version: string };
  return [
    standIn(join(YANDEX, "schema.json"), version),
    ...readdirSync(SCHEMAS).map((file) => standIn(join(SCHEMAS, file), basename(file, ".json").replace(/^[^-]+-/, ""))),
  ];
}

function standIn(schema: string, version: string): StandIn {
  const { provider_schemas } = JSON.parse(readFileSync(schema, "utf8")) as { provider_schemas: object };
  const source = Object.keys(provider_schemas)[0]?.split("/").slice(1).join("/");
  if (!source) throw new Error(`${schema}: expected one provider in provider_schemas, found none`);
  return { source, version, schema };
}

/**
 * Builds the stand-in provider and lays it out in an empty folder as a mirror for an engine, with a CLI configuration
 * that lets the engine install from there and from nowhere else.
 * @returns the environment variables that make an engine use it.
 */
export async function installMirror(engine: Engine, folder: string): Promise<{ readonly TF_CLI_CONFIG_FILE: string }> {
  const binary = join(folder, "stand-in");
  await buildStandInProvider(binary);
  const mirror = join(folder, "mirror");
  const [host, platform] = await Promise.all([engine.defaultRegistry(), engine.platform()]);
  for (const { source, version, schema } of standIns()) {
    const home = join(mirror, host, source, version, platform);
    mkdirSync(home, { recursive: true });
    symlinkSync(relative(home, binary), join(home, `terraform-provider-${basename(source)}_v${version}`));
    copyFileSync(schema, join(home, "schema.json"));
    copyFileSync(RULES, join(home, "rules.json"));
  }
  const config = join(folder, "cli.tfrc");
  writeFileSync(
    config,
    `provider_installation {\n  filesystem_mirror {\n    path = ${JSON.stringify(mirror)}\n  }\n}\n`,
  );
  return { TF_CLI_CONFIG_FILE: config };
}

/** One program for all providers: it knows by its name which it is. */
export async function buildStandInProvider(output: string): Promise<void> {
  await buildGoProgram({ name: "the stand-in provider", folder: __dirname, output });
}
