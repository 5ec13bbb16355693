import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { LabPaths } from "../paths";
import { sshConfig } from "../ssh-options";
import { output } from "./outputs";

/**
 * Runs ssh to a machine through the edge, as an administrator of the installation, with this process's input and output.
 *
 * @param command words for the remote shell; none for an interactive one
 * @returns the command's status.
 * @throws when edge and network are not deployed, or there is no ssh.
 */
export function ssh(paths: LabPaths, machine: string, command: readonly string[]): number {
  const [hosts, privateKey] = [output(paths, "edge", "ssh_config"), output(paths, "network", "ssh_private_key")];
  if (hosts === undefined || privateKey === undefined) {
    throw new Error(`lab ${paths.name}: expected a deployed edge and network, found none; run script/lab up`);
  }
  const folder = join(paths.run, "ssh");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const [key, config] = [join(folder, "key"), join(folder, "config")];
  writeFileSync(key, privateKey, { mode: 0o600 });
  // A lab's machines get new host keys at the same addresses with every `up`.
  writeFileSync(config, sshConfig(hosts, { key, knownHosts: "none" }));
  const { status, error } = spawnSync("ssh", ["-F", config, machine, ...command], { stdio: "inherit" });
  if (error) throw new Error(`ssh: ${error.message}; it is in Debian's package openssh-client`);
  return status ?? 1;
}
