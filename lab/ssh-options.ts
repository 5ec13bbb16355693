import { join } from "node:path";

export interface SshOptions {
  /** File with the private key. */
  readonly key: string;
  /**
   * File that remembers the machines' host keys: new ones are accepted, changed ones refused. `"none"` accepts every
   * host key, for machines that get new ones at the same addresses.
   */
  readonly knownHosts: string;
  /**
   * Folder for the sockets of connections that several commands share. A connection stays open for 30 s after the last
   * command. @default each command connects by itself
   */
  readonly control?: string;
}

/**
 * Completes an installation's ssh configuration (the edge's output `ssh_config`) for `ssh -F`.
 *
 * @param hosts names and addresses of the machines
 * @example writeFileSync(file, sshConfig(hosts, { key, knownHosts: "none" })); spawnSync("ssh", ["-F", file, "app-1"]);
 */
export function sshConfig(hosts: string, { key, knownHosts, control }: SshOptions): string {
  const checking =
    knownHosts === "none"
      ? ["UserKnownHostsFile /dev/null", "StrictHostKeyChecking no"]
      : [`UserKnownHostsFile ${knownHosts}`, "StrictHostKeyChecking accept-new"];
  const sharing = [
    "ControlMaster auto",
    `ControlPath ${join(control ?? "", "%C")}`,
    "ControlPersist 30",
    "ServerAliveInterval 5",
    "ServerAliveCountMax 3",
  ];
  const options = [
    `IdentityFile ${key}`,
    "IdentitiesOnly yes",
    ...checking,
    "LogLevel ERROR",
    ...(control === undefined ? [] : sharing),
  ];
  return `${hosts}\n\n${["Host *", ...options].join("\n  ")}\n`;
}
