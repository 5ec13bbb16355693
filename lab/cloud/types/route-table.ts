import type { Context, ResourceType } from "../resource-type";
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
  sync: syncSubnets,
};

async function syncSubnets(
  _: RouteTableArguments,
  { id, resources, substrate }: Context<RouteTableArguments>,
): Promise<void> {
  for (const subnet of resources.all(SUBNET).filter(({ args }) => args.route_table_id === id)) {
    await substrate.network.setSubnet(toSubnet(subnet.id, subnet.args, resources));
  }
}
