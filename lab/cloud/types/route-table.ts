import type { ResourceType } from "../resource-type";
import { references } from "./arguments";
import { type RouteTableArguments, ROUTE_TABLES } from "./route-table-kind";
import { SUBNET, toSubnet } from "./subnet";

export const ROUTE_TABLE: ResourceType<RouteTableArguments> = {
  ...ROUTE_TABLES,
  title: "route table",
  idPrefix: "enp",
  references: ({ network_id, static_route }) => [
    ...references("network_id", "yandex_vpc_network", network_id),
    ...references("static_route.gateway_id", "yandex_vpc_gateway", static_route?.[0].gateway_id),
  ],
  sync: async (_, { id, resources, substrate }) => {
    for (const subnet of resources.all(SUBNET).filter(({ args }) => args.route_table_id === id)) {
      await substrate.network.setSubnet(toSubnet(subnet.id, subnet.args, resources));
    }
  },
};
