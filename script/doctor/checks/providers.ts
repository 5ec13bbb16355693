import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { JsonObject } from "../../../config/json";
import { messageOf } from "../../../config/message-of";
import { runEngine } from "../../engine-program";
import { type Finding, notChecked, ok, wrong } from "../finding";
import { has, type ProviderSource, providerSources, type WantedProvider } from "../provider-sources";

const MIRROR =
  "put a mirror into the engine's CLI configuration: yandex.cloud/docs, Getting started with Terraform, Configure a provider";

/** Whether the engine gets the providers of the stacks: from the mirrors of its CLI configuration, or from registries. */
export async function providers(requiredProviders: JsonObject, env: NodeJS.ProcessEnv): Promise<readonly Finding[]> {
  const wanted = await wantedProviders(requiredProviders, env);
  let sources: readonly ProviderSource[];
  try {
    sources = await providerSources(env);
  } catch (error) {
    return [wrong(messageOf(error), "mend that file, or name another one: export TF_CLI_CONFIG_FILE=…")];
  }
  const missing = (await Promise.all(wanted.map((provider) => lookFor(provider, sources)))).flat();
  return missing.length > 0 ? missing : [ok(wanted.map(({ address, version }) => `${address} ${version}`).join(", "))];
}

async function lookFor(provider: WantedProvider, sources: readonly ProviderSource[]): Promise<readonly Finding[]> {
  const { address, version } = provider;
  const asked = sources.filter(({ serves }) => serves(address));
  if (asked.length === 0) {
    return [wrong(`${address} ${version}: the engine's CLI configuration names no source for it`, MIRROR)];
  }
  const silent: string[] = [];
  for (const source of asked) {
    try {
      if (await has(source, provider)) return [];
    } catch (error) {
      silent.push(messageOf(error));
    }
  }
  if (silent.length === asked.length) {
    // A registry that cannot be reached from here cannot be reached by the engine either, but a proxy may be its own.
    return [notChecked(`${address} ${version}: ${silent.join("; ")}. If that is so for the engine, too: ${MIRROR}`)];
  }
  return [wrong(`${address} ${version}: expected it at ${asked.map(nameOf).join(" or ")}, found none`, MIRROR)];
}

function nameOf(source: ProviderSource): string {
  if (source.kind === "network_mirror") return source.url;
  return source.kind === "filesystem_mirror" ? source.path : "its registry";
}

/** The engine itself knows the full addresses: Terraform and OpenTofu have registries of their own. */
async function wantedProviders(requiredProviders: JsonObject, env: NodeJS.ProcessEnv): Promise<WantedProvider[]> {
  const folder = mkdtempSync(join(tmpdir(), "doctor-providers-"));
  try {
    writeFileSync(
      join(folder, "main.tf.json"),
      JSON.stringify({ terraform: { required_providers: requiredProviders } }),
    );
    const { stdout, missing } = await runEngine({ ...env, TF_CLI_CONFIG_FILE: "/dev/null" }, ["providers"], folder);
    if (missing) throw new Error("there is no engine to ask which registries it uses");
    const found = [...stdout.matchAll(/provider\[([^\]]+)\] (\S+)/g)];
    return found.map(([, address = "", version = ""]) => ({ address, version }));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
