import { z } from "zod";
import type { ResourceKind } from "../resource-type";
import { common, one, only } from "./arguments";

const argumentsOf = z.strictObject({
  ...common,
  network_id: z.string(),
  static_route: one(z.strictObject({ destination_prefix: only("0.0.0.0/0"), gateway_id: z.string() })).optional(),
});

export type RouteTableArguments = z.output<typeof argumentsOf>;

/** A route table has at most one route: everything to a NAT gateway. */
export const ROUTE_TABLES: ResourceKind<RouteTableArguments> = {
  type: "yandex_vpc_route_table",
  arguments: argumentsOf,
};
