import { VpcSecurityGroup } from "@cdktf/provider-yandex/lib/vpc-security-group";
import { Construct } from "constructs";
import type { Role } from "../cloud-init/roles";
import type { Flow, Peer } from "./flows";
import type { Naming } from "./naming";

export interface FirewallProps {
  readonly naming: Naming;
  readonly networkId: string;
  readonly flows: readonly Flow[];
  /** IPv4 CIDRs of every peer: a machine is `address/32`. */
  readonly peers: Readonly<Record<Peer, readonly string[]>>;
}

/**
 * One security group for each role, made from the table of flows. A flow between two machines becomes a rule on both
 * sides. Rules name addresses and not groups: groups that name each other cannot be created.
 *
 * @example
 *   const firewall = new Firewall(this, "firewall", { naming, networkId, flows: flows(2), peers: peers(installation) });
 *   firewall.securityGroupId("edge");
 */
export class Firewall extends Construct {
  private readonly groups: Readonly<Record<Role, VpcSecurityGroup>>;

  constructor(scope: Construct, id: string, { naming, networkId, flows, peers }: FirewallProps) {
    super(scope, id);
    const rule = (flow: Flow, otherEnd: Peer) => ({
      description: `${flow.from} to ${flow.to}: ${flow.why}`,
      protocol: flow.protocol,
      v4CidrBlocks: [...peers[otherEnd]],
      ...portsOf(flow),
    });
    const group = (name: Role) =>
      new VpcSecurityGroup(this, name, {
        name: `${naming.prefix}-${name}`,
        labels: naming.labels,
        networkId,
        ingress: flows.filter(({ to }) => to === name).map((flow) => rule(flow, flow.from)),
        egress: flows.filter(({ from }) => from === name).map((flow) => rule(flow, flow.to)),
      });
    this.groups = { edge: group("edge"), "app-node": group("app-node"), database: group("database") };
  }

  /** Id of the security group of a role's machines. */
  securityGroupId(role: Role): string {
    return this.groups[role].id;
  }
}

function portsOf({ ports: [first, last] }: Flow): { port: number } | { fromPort: number; toPort: number } {
  return first === last ? { port: first } : { fromPort: first, toPort: last };
}
