import { z } from "zod";
import type { AttachedDisk } from "../kinds";
import { Refusal } from "../refusal";
import { called } from "./fields";
import { checkAttachable } from "./instance-checks";
import { byId, secondaryDisk } from "./instance-fields";
import { attached } from "./instance-parts";
import { shown, toSpec } from "./instance-substrate";
import { type Begun, type Change, type Room, taking } from "./service";

const KIND = "compute_instance";

/** The methods that attach and detach disks: a machine that runs need not be stopped for it. */
export function attaching(room: Room): Readonly<Record<string, Change>> {
  const { store, substrate } = room;

  const begin = (
    instance_id: string,
    disk_id: string,
    change: (disks: readonly AttachedDisk[]) => readonly AttachedDisk[],
  ): Begun => ({
    metadata: { instance_id, disk_id },
    work: async () => {
      const instance = store.get(KIND, instance_id);
      const next = { ...instance, secondary_disks: change(instance.secondary_disks) };
      await substrate.machines.update(toSpec(next));
      store.put(KIND, next);
      return shown(room, next, true);
    },
  });

  const detach = byId.extend({ disk_id: z.string().default(""), device_name: z.string().default("") });
  return {
    AttachDisk: taking(byId.extend({ attached_disk_spec: secondaryDisk }), ({ instance_id, attached_disk_spec }) => {
      const instance = store.get(KIND, instance_id);
      const { disk_id } = attached_disk_spec;
      if (instance.secondary_disks.some((disk) => disk.disk_id === disk_id)) {
        throw new Refusal(`disk ${disk_id} is attached already`, "ALREADY_EXISTS");
      }
      checkAttachable(store, instance, disk_id);
      return begin(instance_id, disk_id, (disks) => [...disks, attached(attached_disk_spec)]);
    }),
    DetachDisk: taking(detach, ({ instance_id, disk_id, device_name }) => {
      const instance = store.get(KIND, instance_id);
      const found = instance.secondary_disks.find(
        (disk) => disk.disk_id === disk_id || (device_name !== "" && disk.device_name === device_name),
      );
      if (!found) {
        throw new Refusal(
          `disk ${disk_id || device_name} is not attached to instance ${called(instance)}`,
          "NOT_FOUND",
        );
      }
      return begin(instance_id, found.disk_id, (disks) => disks.filter(({ disk_id }) => disk_id !== found.disk_id));
    }),
  };
}
