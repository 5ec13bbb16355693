import { VpcAddress } from "@cdktf/provider-yandex/lib/vpc-address";
import { VpcGateway } from "@cdktf/provider-yandex/lib/vpc-gateway";
import { VpcNetwork } from "@cdktf/provider-yandex/lib/vpc-network";
import { VpcRouteTable } from "@cdktf/provider-yandex/lib/vpc-route-table";
import { VpcSubnet } from "@cdktf/provider-yandex/lib/vpc-subnet";
import { Construct } from "constructs";
import type { Naming } from "./naming";

export interface NetworkProps {
  readonly naming: Naming;
  /** Availability zone; undefined: the provider's. */
  readonly zone: string | undefined;
  /** CIDR of the edge's subnet. */
  readonly edgeSubnet: string;
  /** CIDR of the subnet of app nodes and database. */
  readonly privateSubnet: string;
}

/**
 * One VPC in one zone: the edge's subnet, the private subnet, which reaches the internet through a NAT gateway and
 * cannot be reached from there, and the edge's static public address.
 *
 * Two subnets, because a machine's public address does not work in a subnet whose route table has a default route
 * (docs/decisions/0003-two-subnets.md).
 */
export class Network extends Construct {
  readonly networkId: string;
  readonly edgeSubnetId: string;
  readonly privateSubnetId: string;
  /** The edge's public IPv4 address. It outlives the edge's machine. */
  readonly publicAddress: string;

  constructor(scope: Construct, id: string, { naming, zone, edgeSubnet, privateSubnet }: NetworkProps) {
    super(scope, id);
    const { prefix, labels } = naming;
    const inZone = zone === undefined ? {} : { zone };

    const network = new VpcNetwork(this, "Default", { name: prefix, labels });
    const gateway = new VpcGateway(this, "nat", { name: `${prefix}-nat`, labels, sharedEgressGateway: {} });
    const routes = new VpcRouteTable(this, "routes", {
      name: `${prefix}-private`,
      labels,
      networkId: network.id,
      staticRoute: [{ destinationPrefix: "0.0.0.0/0", gatewayId: gateway.id }],
    });
    const edge = new VpcSubnet(this, "edge", {
      name: `${prefix}-edge`,
      labels,
      ...inZone,
      networkId: network.id,
      v4CidrBlocks: [edgeSubnet],
    });
    const machines = new VpcSubnet(this, "private", {
      name: `${prefix}-private`,
      labels,
      ...inZone,
      networkId: network.id,
      v4CidrBlocks: [privateSubnet],
      routeTableId: routes.id,
    });
    const address = new VpcAddress(this, "public-address", {
      name: `${prefix}-edge`,
      labels,
      // The subnet knows the zone also when that comes from the provider's environment.
      externalIpv4Address: { zoneId: edge.zone },
    });

    this.networkId = network.id;
    this.edgeSubnetId = edge.id;
    this.privateSubnetId = machines.id;
    this.publicAddress = address.externalIpv4Address.address;
  }
}
