import { z } from "zod";
import type { ResourceType, Situation } from "../resource-type";
import { common, one, only } from "./arguments";
import { SUBNET, toSubnet } from "./subnet";

const argumentsOf = z.strictObject({
  ...common,
  network_id: z.string(),
  static_route: one(z.strictObject({ destination_prefix: only("0.0.0.0/0"), gateway_id: z.string() })).optional(),
});

type RouteTableArguments = z.output<typeof argumentsOf>;

/** At most one route: everything to a NAT gateway. */
export const ROUTE_TABLE: ResourceType<RouteTableArguments> = {
  type: "yandex_vpc_route_table",
  title: "route table",
  idPrefix: "enp",
  arguments: argumentsOf,
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
