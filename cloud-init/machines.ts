import type { Installation } from "../config/schema";
import { DATABASE_NAME } from "./facts";
import { renderUserData } from "./render";
import type { Role } from "./roles";
import { appNodeValues, databaseValues, edgeValues } from "./values";

/** A machine of the installation as it is planned. */
export interface MachineDefinition {
  /** Host name, and name of the machine's stack. */
  readonly name: string;
  readonly role: Role;
  /** Private IPv4 address. */
  readonly address: string;
  /**
   * Renders the whole user-data.
   *
   * @param deploymentKey OpenSSH public key of the deployment; in stacks a Terraform reference
   */
  readonly userData: (deploymentKey: string) => string;
}

/** Names and private addresses of the app nodes, in the order in which a deployment replaces them. */
export function appNodeAddresses({ network }: Installation): { readonly name: string; readonly address: string }[] {
  return [
    { name: "app-1", address: network.addresses.app1 },
    { name: "app-2", address: network.addresses.app2 },
  ];
}

/**
 * Defines every machine of an installation: edge, app nodes, database.
 *
 * @param replacements see `renderFiles`
 * @example
 *   const [edge] = machines(loadInstallation());
 *   edge.userData("ssh-ed25519 AAAA… deployment"); // "#cloud-config\nhostname: edge\n…"
 */
export function machines(installation: Installation, replacements?: string): MachineDefinition[] {
  const { edge, database } = installation.network.addresses;
  const nodes = appNodeAddresses(installation);
  return [
    {
      name: "edge",
      role: "edge",
      address: edge,
      userData: (key) => renderUserData("edge", edgeValues(installation, nodes, key), replacements),
    },
    ...nodes.map(({ name, address }, index): MachineDefinition => ({
      name,
      role: "app-node",
      address,
      userData: (key) => renderUserData("app-node", appNodeValues(installation, nodes, index, key), replacements),
    })),
    {
      name: DATABASE_NAME,
      role: "database",
      address: database,
      userData: (key) => renderUserData("database", databaseValues(installation, nodes, key), replacements),
    },
  ];
}
