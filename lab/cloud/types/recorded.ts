import { z } from "zod";
import type { ResourceType } from "../resource-type";
import { common, one, only } from "./arguments";

// Types of which the lab keeps a record and nothing else.

const gateway = z.strictObject({ ...common, shared_egress_gateway: one(z.strictObject({})) });
const placementGroup = z.strictObject({ ...common, placement_strategy_spread: only(true) });

/** A NAT gateway: the way out for machines without public addresses. It takes effect by a route table. */
export const GATEWAY: ResourceType<z.output<typeof gateway>> = {
  type: "yandex_vpc_gateway",
  title: "gateway",
  idPrefix: "enp",
  arguments: gateway,
};

/** Keeps machines on different hosts in the cloud. The lab has one host, so a group has no effect. */
export const PLACEMENT_GROUP: ResourceType<z.output<typeof placementGroup>> = {
  type: "yandex_compute_placement_group",
  title: "placement group",
  idPrefix: "fv4",
  arguments: placementGroup,
};
