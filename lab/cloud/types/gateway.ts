import { z } from "zod";
import type { ResourceType } from "../resource-type";
import { common, one } from "./arguments";

const argumentsOf = z.strictObject({ ...common, shared_egress_gateway: one(z.strictObject({})) });

/** A NAT gateway: the way out for machines without public addresses. It takes effect by a route table. */
export const GATEWAY: ResourceType<z.output<typeof argumentsOf>> = {
  type: "yandex_vpc_gateway",
  title: "gateway",
  idPrefix: "enp",
  arguments: argumentsOf,
};
