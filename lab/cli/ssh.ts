import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { output } from "./outputs";
import type { LabPaths } from "../paths";

/** ssh to a machine through the edge, as an administrator of the installation. Returns the command's status. */
export function ssh(paths: LabPaths, machine: string, command: readonly string[]): number {
  const [config, key] = [output(paths, "edge", "ssh_config"), output(paths, "network", "ssh_private_key")];
  if (config === undefined || key === undefined) {
    throw new Error(`lab ${paths.name}: expected a deployed edge and network, found none; run script/lab up`);
  }
  const folder = join(paths.run, "ssh");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, "config");
  writeFileSync(join(folder, "key"), key, { mode: 0o600 });
  writeFileSync(file, `${config}\n\n${clientOptions(join(folder, "key"))}`);
  const { status, error } = spawnSync("ssh", ["-F", file, machine, ...command], { stdio: "inherit" });
  if (error) throw new Error(`ssh: ${error.message}; it is in Debian's package openssh-client`);
  return status ?? 1;
}

/** A lab's machines get new host keys at the same addresses with every `up`. */
function clientOptions(key: string): string {
  const options = ["UserKnownHostsFile /dev/null", "StrictHostKeyChecking no", "LogLevel ERROR"];
  return ["Host *", `IdentityFile ${key}`, "IdentitiesOnly yes", ...options].join("\n  ") + "\n";
}
