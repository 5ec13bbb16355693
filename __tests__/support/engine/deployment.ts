import { existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { PROJECT_ROOT } from "../../../config/paths";
import { Engine } from "../../../lab/engine/engine";
import { installMirror } from "../../../lab/engine/mirror";
import type { StackJson } from "../synth";
import { pinnedEngine } from "./engines";

type Values = Record<string, unknown>;

interface PlanJson {
  readonly resource_changes?: readonly { readonly address: string; readonly change: { readonly actions: string[] } }[];
}

/** The pinned engine with the providers, built into a folder. */
export async function engineWithProviders(folder: string, settings: Readonly<Record<string, string>>): Promise<Engine> {
  const path = pinnedEngine();
  const providers = join(folder, "providers");
  mkdirSync(providers);
  return new Engine(path, { ...(await installMirror(new Engine(path), providers)), ...settings });
}

/** Stacks in a folder of their own each, with their states beside them. Nothing but the provider's daemon is asked. */
export class Deployment {
  constructor(
    readonly engine: Engine,
    readonly folder: string,
  ) {
    // Relative paths in a stack start from its own folder, three below the project's.
    symlinkSync(join(PROJECT_ROOT, "monitoring"), join(folder, "monitoring"));
  }

  /** Where the engine is run for a stack. */
  home(name: string): string {
    return join(this.folder, "cdktf.out", "stacks", name);
  }

  /** Puts a stack, or its next version, in its place. Without provisioners: there is no machine to log in to. */
  async write(name: string, stack: StackJson): Promise<void> {
    const home = this.home(name);
    mkdirSync(home, { recursive: true });
    const written = structuredClone(stack) as unknown as {
      resource?: { null_resource?: Record<string, Values> };
      data?: { terraform_remote_state?: Record<string, { config: { path: string } }> };
      terraform: { backend: { local?: { path: string } } };
    };
    for (const resource of Object.values(written.resource?.null_resource ?? {})) {
      delete resource.provisioner;
      delete resource.connection;
    }
    for (const { config } of Object.values(written.data?.terraform_remote_state ?? {}))
      config.path = this.state(config.path);
    const { local } = written.terraform.backend;
    if (local) local.path = this.state(local.path);
    writeFileSync(join(home, "cdk.tf.json"), JSON.stringify(written, undefined, 2));
    if (!existsSync(join(home, ".terraform"))) await this.run(name, "init");
  }

  private state(path: string): string {
    return join(this.folder, basename(path));
  }

  /** @param options of the engine, for example `-target=ADDRESS` */
  async apply(name: string, ...options: readonly string[]): Promise<void> {
    await this.run(name, "apply", "-auto-approve", ...options);
  }

  async destroy(name: string): Promise<void> {
    await this.run(name, "destroy", "-auto-approve");
  }

  /** Rejects unless there is nothing to do. */
  async expectNoChanges(name: string): Promise<void> {
    await this.run(name, "plan", "-detailed-exitcode");
  }

  /** What would be done, by address: `create`, `update`, `delete` or `replace`. */
  async plan(name: string, ...options: readonly string[]): Promise<Record<string, string>> {
    await this.run(name, "plan", "-out=plan", ...options);
    const { resource_changes = [] } = JSON.parse(
      await this.engine.run(this.home(name), "show", "-json", "plan"),
    ) as PlanJson;
    return Object.fromEntries(
      resource_changes
        .filter(({ change }) => !["no-op", "read"].includes(change.actions[0] ?? ""))
        .map(({ address, change: { actions } }) => [address, actions.length > 1 ? "replace" : String(actions[0])]),
    );
  }

  /** What is wrong with a stack by itself, in the engine's and the provider's words. */
  async faults(name: string): Promise<readonly string[]> {
    return (await this.engine.validate(this.home(name))).map(({ summary, detail = "" }) =>
      `${summary} ${detail}`.trim(),
    );
  }

  /** Addresses in the state. */
  async resources(name: string): Promise<string[]> {
    const home = this.home(name);
    return (await this.engine.run(home, "state", "list")).split("\n").filter((line) => line !== "");
  }

  private run(name: string, command: string, ...options: readonly string[]): Promise<string> {
    return this.engine.run(this.home(name), command, "-input=false", "-no-color", ...options);
  }
}

/** A resource's arguments, as the JSON of a stack has them. */
export type Resource = Record<string, unknown>;

/** A block of a resource, to be changed: the JSON holds it as an object or as a list of one. */
export function block(resource: Resource, name: string): Resource {
  const value = resource[name] as Resource | [Resource];
  return Array.isArray(value) ? value[0] : value;
}

/** A stack with another resource: one that it has, changed, or a new one. */
export function withResource(stack: StackJson, address: string, edit: (resource: Resource) => void): StackJson {
  const changed = structuredClone(stack) as unknown as { resource: Record<string, Record<string, Resource>> };
  const [type = "", name = ""] = address.split(".");
  const all = (changed.resource[type] ??= {});
  edit((all[name] ??= {}));
  return changed as unknown as StackJson;
}

/**
 * Stacks with a line in place of each machine's user-data. The engine reads the whole document a dozen times in each plan,
 * which is most of the time of a test that is about other arguments.
 */
export function withShortDocuments(stacks: Readonly<Record<string, StackJson>>): Record<string, StackJson> {
  const changed = structuredClone(stacks) as Record<string, StackJson>;
  for (const { resource } of Object.values(changed) as { resource?: Record<string, Record<string, Resource>> }[])
    for (const { metadata } of Object.values(resource?.yandex_compute_instance ?? {}))
      (metadata as Resource)["user-data"] = "#cloud-config";
  return changed;
}
