import type { Instance } from "../kinds";
import { methods } from "./collection";
import { addressing } from "./instance-addressing";
import { checkInstance, checkSize, requireRoom } from "./instance-checks";
import { attaching } from "./instance-disks";
import { byId, create, update } from "./instance-fields";
import { bootDisk, changed, made } from "./instance-parts";
import { requireStopped } from "./instance-power";
import { shown, toSpec } from "./instance-substrate";
import { type Begun, type Room, type Service, taking } from "./service";

const KIND = "compute_instance";

/** Fields that the cloud changes on a stopped machine only. */
const STOPPED_ONLY = ["platform_id", "resources", "scheduling_policy", "placement_policy", "network_settings"] as const;

/** Machines. Creating one ends when it has started to boot. */
export function instances(room: Room): Service {
  const { store, substrate } = room;
  const { questions, changes } = methods(room, {
    kind: KIND,
    idField: "instance_id",
    listField: "instances",
    create,
    update,
    make: (args) => made(room, args),
    change: changed,
    check: (instance, before) => {
      checkSize(instance);
      if (!before) checkInstance(store, instance);
      requireRoom(room, instance, before);
      const touched = STOPPED_ONLY.filter((name) => before && differs(instance[name], before[name]));
      if (touched.length > 0) requireStopped(instance, touched.join(", "));
    },
    disks: (args, instance) => [bootDisk(args, instance)],
    apply: (instance, before) => substrate.machines[before ? "update" : "create"](toSpec(instance)),
    ready: (instance) => ({ ...instance, status: "RUNNING" }),
    remove: async ({ id, boot_disk, secondary_disks }) => {
      await substrate.machines.remove(id);
      for (const { disk_id, auto_delete } of [boot_disk, ...secondary_disks]) {
        if (!auto_delete) continue;
        await substrate.disks.remove(disk_id);
        store.delete(disk_id);
      }
    },
    show: (instance, { view }) => shown(room, instance, view === "FULL"),
  });

  /** Switches the power of a machine. */
  const power = (act: (instance: Instance) => Promise<void>) =>
    taking(byId, ({ instance_id }): Begun => {
      store.get(KIND, instance_id);
      return {
        metadata: { instance_id },
        work: async () => {
          await act(store.get(KIND, instance_id));
          return shown(room, store.get(KIND, instance_id), true);
        },
      };
    });

  return {
    name: "compute.v1.InstanceService",
    questions,
    changes: {
      ...changes,
      ...addressing(room),
      ...attaching(room),
      Stop: power(async ({ id }) => {
        await substrate.machines.act(id, "stop");
        store.put(KIND, { ...store.get(KIND, id), status: "STOPPED" });
      }),
      Start: power(async ({ id }) => {
        await substrate.machines.act(id, "start");
        store.put(KIND, { ...store.get(KIND, id), status: "RUNNING" });
      }),
      Restart: power(async ({ id }) => {
        await substrate.machines.act(id, "stop");
        await substrate.machines.act(id, "start");
      }),
    },
  };
}

function differs(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) !== JSON.stringify(other);
}
