import { z } from "zod";
import { methods } from "./collection";
import { common, fresh, naming } from "./fields";
import type { Room, Service } from "./service";

/** Keeps machines on different hosts in the cloud. The lab has one host, so a group has no effect. */
export function placementGroups(room: Room): Service {
  return {
    name: "compute.v1.PlacementGroupService",
    ...methods(room, {
      kind: "compute_placement_group",
      idField: "placement_group_id",
      listField: "placement_groups",
      create: z.strictObject({ ...common, spread_placement_strategy: z.strictObject({}) }),
      update: naming,
      make: (args) => ({ ...fresh("fv4", args), spread_placement_strategy: {} }),
      takes: { placementGroups: 1 },
      users: ["compute_instance"],
    }),
  };
}
