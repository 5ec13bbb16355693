import { z } from "zod";
import { Refusal } from "../refusal";
import { methods } from "./collection";
import { common, fresh, naming, only } from "./fields";
import type { Room, Service } from "./service";
import { toSubstrate } from "./subnet";

/** NAT gateways: the way out for machines without public addresses. They take effect by a route table. */
export function gateways(room: Room): Service {
  return {
    name: "vpc.v1.GatewayService",
    ...methods(room, {
      kind: "vpc_gateway",
      idField: "gateway_id",
      listField: "gateways",
      create: z.strictObject({ ...common, shared_egress_gateway_spec: z.strictObject({}) }),
      update: { ...naming, shared_egress_gateway_spec: z.strictObject({}).optional() },
      make: (args) => ({ ...fresh("enp", args), shared_egress_gateway: {} }),
      change: (gateway, { name, description, labels }) => ({
        ...gateway,
        ...(name !== undefined && { name }),
        ...(description !== undefined && { description }),
        ...(labels && { labels }),
      }),
      users: ["vpc_route_table"],
    }),
  };
}

const routes = z
  .array(z.strictObject({ destination_prefix: only("0.0.0.0/0"), gateway_id: z.string() }))
  .max(1, { error: "expected at most one: the lab has the route to a NAT gateway only" });

/** A route table has at most one route: everything to a NAT gateway. */
export function routeTables(room: Room): Service {
  const { store, substrate } = room;
  return {
    name: "vpc.v1.RouteTableService",
    ...methods(room, {
      kind: "vpc_route_table",
      idField: "route_table_id",
      listField: "route_tables",
      create: z.strictObject({ ...common, network_id: z.string(), static_routes: routes.default([]) }),
      update: { ...naming, static_routes: routes.default([]) },
      make: ({ network_id, static_routes, ...named }) => ({ ...fresh("enp", named), network_id, static_routes }),
      takes: { routeTables: 1 },
      check: ({ network_id, static_routes }) => {
        store.get("vpc_network", network_id);
        for (const { gateway_id } of static_routes) {
          if (!store.find("vpc_gateway", gateway_id)) throw new Refusal(`Gateway ${gateway_id} not found`, "NOT_FOUND");
        }
      },
      apply: async ({ id }) => {
        for (const subnet of store.all("vpc_subnet").filter(({ route_table_id }) => route_table_id === id)) {
          await substrate.network.setSubnet(toSubstrate(store, subnet));
        }
      },
      users: ["vpc_subnet"],
    }),
  };
}
