import type { ResourceType, Situation } from "../resource-type";
import { type RouteTableArguments, ROUTE_TABLES } from "./route-table-kind";
import { SUBNET, toSubnet } from "./subnet";

export const ROUTE_TABLE: ResourceType<RouteTableArguments> = {
  ...ROUTE_TABLES,
  title: "route table",
  idPrefix: "enp",
  references: ({ network_id, static_route }) => [
    { argument: "network_id", type: "yandex_vpc_network", id: network_id },
    ...(static_route ?? []).map(({ gateway_id }) => ({
      argument: "static_route.gateway_id",
      type: "yandex_vpc_gateway",
      id: gateway_id,
    })),
  ],
  apply: applyToSubnets,
};

async function applyToSubnets(
  _: RouteTableArguments,
  { id, world, substrate }: Situation<RouteTableArguments>,
): Promise<void> {
  for (const subnet of world.all(SUBNET).filter(({ wanted }) => wanted.route_table_id === id)) {
    await substrate.network.setSubnet(toSubnet(subnet.id, subnet.wanted, world));
  }
}
