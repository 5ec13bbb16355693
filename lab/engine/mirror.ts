import { copyFileSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, join, relative } from "node:path";
import execa from "execa";
import { PROJECT_ROOT } from "../../config/paths";
import { buildGoProgram } from "../programs/go-build";
import type { Engine } from "./engine";

const YANDEX = join(PROJECT_ROOT, "packages", "provider-yandex");
const PROGRAM = join(PROJECT_ROOT, "lab", "programs", "provider");
const SCHEMAS = join(PROGRAM, "schemas");
/** What the schemas do not say. */
const RULES = join(YANDEX, "replacement.json");

export interface Provider {
  /** Namespace and name, for example `hashicorp/null`. */
  readonly source: string;
  readonly version: string;
}

/** A provider that the lab's own program takes the place of. */
export interface StandIn extends Provider {
  /** The file with its schema. */
  readonly schema: string;
}

/** The provider of Yandex Cloud, by its bindings' package. */
export function yandexProvider(): Provider {
  const { version } = JSON.parse(readFileSync(join(YANDEX, "package.json"), "utf8")) as { version: string };
  return { source: "yandex-cloud/yandex", version };
}

/** null and tls, by `schemas/NAME-VERSION.json`: their modules cannot be had everywhere. */
export function standIns(): readonly StandIn[] {
  return readdirSync(SCHEMAS).map((file) => {
    const schema = join(SCHEMAS, file);
    const { provider_schemas } = JSON.parse(readFileSync(schema, "utf8")) as { provider_schemas: object };
    const source = Object.keys(provider_schemas)[0]?.split("/").slice(1).join("/");
    if (!source) throw new Error(`${schema}: expected one provider in provider_schemas, found none`);
    return { source, version: basename(file, ".json").replace(/^[^-]+-/, ""), schema };
  });
}

/**
 * Builds the providers and lays them out in an empty folder as a mirror for an engine, with a CLI configuration that
 * lets the engine install from there and from nowhere else.
 * @returns the environment variables that make an engine use it.
 */
export async function installMirror(engine: Engine, folder: string): Promise<{ readonly TF_CLI_CONFIG_FILE: string }> {
  const standIn = join(folder, "stand-in");
  const [yandex, host, platform] = await Promise.all([
    buildYandexProvider(),
    engine.defaultRegistry(),
    engine.platform(),
    buildStandInProvider(standIn),
  ]);
  const mirror = join(folder, "mirror");
  /** Returns the folder of a provider, with the program in it. */
  const place = ({ source, version }: Provider, link: (home: string) => string): string => {
    const home = join(mirror, host, source, version, platform);
    mkdirSync(home, { recursive: true });
    symlinkSync(link(home), join(home, `terraform-provider-${basename(source)}_v${version}`));
    return home;
  };
  place(yandexProvider(), () => yandex);
  for (const provider of standIns()) {
    const home = place(provider, (from) => relative(from, standIn));
    copyFileSync(provider.schema, join(home, "schema.json"));
    writeFileSync(join(home, "rules.json"), JSON.stringify({ resources: rulesOf(provider) }));
  }
  const config = join(folder, "cli.tfrc");
  writeFileSync(
    config,
    `provider_installation {\n  filesystem_mirror {\n    path = ${JSON.stringify(mirror)}\n  }\n}\n`,
  );
  return { TF_CLI_CONFIG_FILE: config };
}

/** What replacement.json says of the provider's types. */
function rulesOf({ schema }: StandIn): object {
  const { provider_schemas } = JSON.parse(readFileSync(schema, "utf8")) as {
    provider_schemas: Readonly<Record<string, { readonly resource_schemas: object }>>;
  };
  const types = Object.values(provider_schemas).flatMap(({ resource_schemas }) => Object.keys(resource_schemas));
  const { resources } = JSON.parse(readFileSync(RULES, "utf8")) as { resources: Readonly<Record<string, unknown>> };
  return Object.fromEntries(types.map((type) => [type, resources[type] ?? { arguments: [] }]));
}

/** Builds the provider of Yandex Cloud, once: see script/yandex-provider. @returns its path */
export async function buildYandexProvider(): Promise<string> {
  const script = join(PROJECT_ROOT, "script", "yandex-provider");
  const { stdout } = await execa(script, { stdin: "ignore", stderr: "inherit" });
  return stdout.trim();
}

/** One program for null and tls: it knows by its name which it is. */
export async function buildStandInProvider(output: string): Promise<void> {
  await buildGoProgram({ name: "the stand-in for the providers null and tls", folder: PROGRAM, output });
}
