import type { MachineDefinition } from "../cloud-init/machines";

/** OpenSSH client configuration for all machines: the edge directly, the others through it. */
export function sshHosts(user: string, edgeAddress: string, machines: readonly MachineDefinition[]): string {
  return machines
    .map(({ name, role, address }) => {
      const route = role === "edge" ? [`  HostName ${edgeAddress}`] : [`  HostName ${address}`, "  ProxyJump edge"];
      return [`Host ${name}`, ...route, `  User ${user}`].join("\n");
    })
    .join("\n");
}
