import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT_ROOT } from "../../../config/paths";
import { DaemonClient } from "../../../lab/cloud/client";
import type { LabPaths } from "../../../lab/paths";

interface State {
  readonly resources: readonly {
    readonly type: string;
    readonly instances: readonly { readonly attributes: { readonly id: string } }[];
  }[];
}

/** Deletes the only resource of a type in a stack behind the engine's back, as somebody does in the cloud's console. */
export async function deletedInConsole(paths: LabPaths, stack: string, type: string): Promise<void> {
  const id = idOf(paths, stack, type);
  await new DaemonClient(paths.socket).ask("POST", `/delete/${type}`, { prior: { id } });
}

/** Finds the id of the only resource of a type in a stack's state. @throws when there is none, or another one */
export function idOf(paths: LabPaths, stack: string, type: string): string {
  const state = JSON.parse(readFileSync(join(PROJECT_ROOT, paths.state, `${stack}.tfstate`), "utf8")) as State;
  const [id, ...others] = state.resources
    .filter((resource) => resource.type === type)
    .flatMap(({ instances }) => instances.map(({ attributes }) => attributes.id));
  if (id !== undefined && others.length === 0) return id;
  throw new Error(`${stack}: expected one ${type}, found ${id === undefined ? 0 : 1 + others.length}`);
}
