import { z } from "zod";
import type { ResourceType } from "../resource-type";
import { common, only } from "./arguments";

const argumentsOf = z.strictObject({ ...common, placement_strategy_spread: only(true) });

/** Keeps machines on different hosts in the cloud. The lab has one host, so a group has no effect. */
export const PLACEMENT_GROUP: ResourceType<z.output<typeof argumentsOf>> = {
  type: "yandex_compute_placement_group",
  title: "placement group",
  idPrefix: "fv4",
  arguments: argumentsOf,
};
