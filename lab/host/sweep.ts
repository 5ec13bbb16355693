import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Cgroup, cgroupsNamed } from "./cgroup";
import type { Router } from "./router";
import { PROPAGATE } from "./container";
import type { Names } from "./names";
import { run } from "./run";

/**
 * Removes every trace of a lab on the host: processes, namespaces, mounts, loop devices, rules, files. It finds them by
 * their names, as the records may be gone.
 */
export async function sweep(names: Names, router: Router, folder: string): Promise<void> {
  for (const name of cgroupsNamed(names.prefix)) await new Cgroup(name).remove();
  await detachLoops(folder);
  const namespaces = namesIn("/run/netns").filter((name) => name.startsWith(names.prefix));
  // The router last: the links to the others go with it.
  for (const name of namespaces.filter((name) => name !== names.router)) await router.removeNamespace(name);
  await router.remove();
  for (const name of namesIn(PROPAGATE).filter((container) => container.startsWith(names.prefix)))
    rmSync(join(PROPAGATE, name), { recursive: true, force: true });
  rmSync(folder, { recursive: true, force: true });
}

/** Detaches the loop devices of files in the folder, also of files that are gone. */
async function detachLoops(folder: string): Promise<void> {
  const list = await run("losetup", ["--list", "--json", "--output", "NAME,BACK-FILE"]);
  if (list.trim() === "") return;
  const { loopdevices } = JSON.parse(list) as { loopdevices: { name: string; "back-file": string | null }[] };
  const own = loopdevices.filter((device) => device["back-file"]?.startsWith(`${folder}/`));
  for (const { name } of own) await run("losetup", ["--detach", name]);
}

function namesIn(folder: string): readonly string[] {
  return existsSync(folder) ? readdirSync(folder) : [];
}
