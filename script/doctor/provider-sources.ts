import { existsSync, readdirSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import execa from "execa";
import { z } from "zod";
import { PROJECT_ROOT } from "../../config/paths";

/** A provider by its full address, for example `HOST/yandex-cloud/yandex`, and the version that the stacks want. */
export interface WantedProvider {
  readonly address: string;
  readonly version: string;
}

/** A place that the engine takes providers from. */
export type ProviderSource =
  | { readonly kind: "network_mirror"; readonly url: string; readonly serves: (address: string) => boolean }
  | { readonly kind: "filesystem_mirror"; readonly path: string; readonly serves: (address: string) => boolean }
  | { readonly kind: "direct"; readonly serves: (address: string) => boolean };

const patterns = { include: z.array(z.string()).optional(), exclude: z.array(z.string()).optional() };
const cliConfiguration = z.object({
  provider_installation: z
    .array(
      z.object({
        network_mirror: z.array(z.object({ url: z.string(), ...patterns })).default([]),
        filesystem_mirror: z.array(z.object({ path: z.string(), ...patterns })).default([]),
        direct: z.array(z.object(patterns)).default([]),
      }),
    )
    .default([]),
});

/** The parser is WebAssembly that never ends, hence a process of its own. */
const PARSE = `
  const [file] = process.argv.slice(1);
  require("@cdktf/hcl2json").parse(file, require("node:fs").readFileSync(file, "utf8")).then(
    (tree) => process.stdout.write(JSON.stringify(tree), () => process.exit()),
    (error) => process.stderr.write(String(error.message ?? error), () => process.exit(1)),
  );
`;

/**
 * Reads where the engine takes providers from: its CLI configuration, which TF_CLI_CONFIG_FILE names, or .tofurc or
 * .terraformrc in the home. Without one it asks each provider's registry.
 *
 * @throws when the file cannot be read
 */
export async function providerSources(env: NodeJS.ProcessEnv): Promise<readonly ProviderSource[]> {
  const home = env["HOME"] || homedir();
  const file =
    env["TF_CLI_CONFIG_FILE"] || [".tofurc", ".terraformrc"].map((name) => join(home, name)).find(existsSync);
  const [installation] = file === undefined ? [] : cliConfiguration.parse(await read(file)).provider_installation;
  if (installation === undefined) return [{ kind: "direct", serves: () => true }];
  const { network_mirror, filesystem_mirror, direct } = installation;
  return [
    ...filesystem_mirror.map(({ path, ...which }) => ({
      kind: "filesystem_mirror" as const,
      path,
      serves: served(which),
    })),
    ...network_mirror.map(({ url, ...which }) => ({ kind: "network_mirror" as const, url, serves: served(which) })),
    ...direct.map((which) => ({ kind: "direct" as const, serves: served(which) })),
  ];
}

/** Whether a source has a provider in its version. @throws when it cannot be asked */
export async function has(source: ProviderSource, { address, version }: WantedProvider): Promise<boolean> {
  switch (source.kind) {
    case "filesystem_mirror": {
      const folder = join(source.path, address);
      // Laid out, VERSION/, or packed, terraform-provider-NAME_VERSION_SYSTEM.zip.
      const names = existsSync(folder) ? readdirSync(folder) : [];
      return names.some((name) => name === version || name.includes(`_${version}_`));
    }
    case "network_mirror": {
      const { versions = {} } = (await json(new URL(`${address}/index.json`, withSlash(source.url)))) as {
        readonly versions?: object;
      };
      return version in versions;
    }
    case "direct": {
      const [host = "", ...name] = address.split("/");
      // The protocol by which an engine finds a registry's API.
      const services = (await json(new URL(`https://${host}/.well-known/terraform.json`))) as Record<string, string>;
      const api = new URL(withSlash(services["providers.v1"] ?? "/v1/providers/"), `https://${host}/`);
      const { versions = [] } = (await json(new URL(`${name.join("/")}/versions`, api))) as {
        readonly versions?: readonly { readonly version: string }[];
      };
      return versions.some((other) => other.version === version);
    }
  }
}

async function read(file: string): Promise<unknown> {
  const isJson = file.endsWith(".json");
  const { failed, stdout, stderr } = isJson
    ? { failed: false, stdout: readFileSync(file, "utf8"), stderr: "" }
    : await execa(process.execPath, ["--eval", PARSE, file], { cwd: PROJECT_ROOT, reject: false });
  if (failed) throw new Error(`${file}: expected a CLI configuration of the engine, found: ${stderr}`);
  return JSON.parse(stdout);
}

function served({ include, exclude = [] }: { include?: string[] | undefined; exclude?: string[] | undefined }) {
  return (address: string): boolean =>
    (include?.some((pattern) => matches(pattern, address)) ?? true) &&
    !exclude.some((pattern) => matches(pattern, address));
}

/** Patterns may leave the host out. */
function matches(pattern: string, address: string): boolean {
  const parts = pattern.split("/");
  const named = address.split("/").slice(-parts.length);
  return parts.every((part, index) => part === "*" || part === named[index]);
}

function withSlash(url: string): string {
  return url.endsWith("/") ? url : `${url}/`;
}

async function json(url: URL): Promise<unknown> {
  const response = await fetch(url).catch(() => {
    throw new Error(`${url.host} cannot be reached`);
  });
  if (response.status === 404) return {};
  if (!response.ok) throw new Error(`${url.host} answers ${response.status}`);
  return response.json();
}
