import { z } from "zod";
import type { Disk } from "../kinds";
import { Refusal } from "../refusal";
import type { Store } from "../store";
import { DISK_TYPES, GB, MAXIMUM_DISK_GB } from "../tables";
import { methods } from "./collection";
import { called, common, fresh, type Named, naming } from "./fields";
import { IMAGE } from "./image";
import type { Room, Service } from "./service";
import { requireZone } from "./zones";

const BLOCK_BYTES = 4096;

export const LEGACY_HARDWARE = { legacy_features: { pci_topology: "PCI_TOPOLOGY_V1" } } as const;

const empty = z.strictObject({});
const fields = {
  ...naming,
  /** Bytes. */
  size: z.int().default(0),
  disk_placement_policy: empty.optional(),
};

/** Disks. Those of machines are on this list too, made and deleted with their machines. */
export function disks(room: Room): Service {
  const { store, substrate } = room;
  const show = (disk: Disk): object => ({ ...disk, instance_ids: usersOf(store, disk.id).map(({ id }) => id) });
  return {
    name: "compute.v1.DiskService",
    ...methods(room, {
      kind: "compute_disk",
      idField: "disk_id",
      listField: "disks",
      create: z.strictObject({
        ...common,
        ...fields,
        type_id: z.string().default("network-hdd"),
        zone_id: z.string(),
        block_size: z.int().default(BLOCK_BYTES),
      }),
      update: fields,
      make: ({ type_id, zone_id, size, block_size, ...named }) => {
        requireZone(zone_id);
        return newDisk(named, { type_id, zone_id, size, block_size });
      },
      change: (disk, changed) => ({ ...disk, ...changed, disk_placement_policy: {} }),
      check: (disk, before) => {
        checkDisk(disk);
        requireStorage(room, disk, before);
        if (before && disk.size < before.size) {
          throw new Refusal(
            `size: a disk never shrinks, expected at least ${before.size / GB} GB, found ${disk.size / GB} GB`,
          );
        }
      },
      // A machine's own disk is part of the machine on the substrate.
      apply: ({ id, size, source_image_id }) =>
        source_image_id === undefined ? substrate.disks.set({ id, sizeGb: size / GB }) : Promise.resolve(),
      remove: (disk) => {
        const [user] = usersOf(store, disk.id);
        if (user) {
          throw new Refusal(
            `disk ${called(disk)} cannot be deleted: it is attached to instance ${called(user)}`,
            "FAILED_PRECONDITION",
          );
        }
        return substrate.disks.remove(disk.id);
      },
      show,
    }),
  };
}

/** Makes a disk; from the image when it is a machine's own. */
export function newDisk(
  named: Named,
  how: Pick<Disk, "type_id" | "zone_id" | "size" | "block_size" | "source_image_id">,
): Disk {
  return {
    ...fresh("fhm", named),
    ...how,
    status: "READY",
    disk_placement_policy: {},
    hardware_generation: LEGACY_HARDWARE,
  };
}

/** @throws Refusal when the cloud has no such disk. */
export function checkDisk({ type_id, size, block_size, source_image_id }: Disk): void {
  const type = DISK_TYPES[type_id];
  if (!type) throw new Refusal(`type_id: expected one of ${Object.keys(DISK_TYPES).join(", ")}, found ${type_id}`);
  const most = MAXIMUM_DISK_GB[block_size];
  if (most === undefined) {
    throw new Refusal(`block_size: expected one of ${Object.keys(MAXIMUM_DISK_GB).join(", ")}, found ${block_size}`);
  }
  if (size > most * GB) throw new Refusal(`size: expected at most ${most} GB, found ${size / GB} GB`);
  if (size % (type.multipleGb * GB) !== 0) {
    throw new Refusal(`size: a ${type_id} disk has a multiple of ${type.multipleGb} GB, found ${size / GB} GB`);
  }
  if (source_image_id !== undefined && size < IMAGE.min_disk_size) {
    throw new Refusal(`size: the image needs at least ${IMAGE.min_disk_size / GB} GB, found ${size / GB} GB`);
  }
}

/** @throws Refusal when the quotas have no room for a disk, or for what it grows by. */
export function requireStorage({ limits }: Room, disk: Disk, before?: Disk): void {
  const storage = DISK_TYPES[disk.type_id]?.storage;
  const more = (disk.size - (before?.size ?? 0)) / GB;
  limits.require({ ...(!before && { disks: 1 }), ...(storage && more > 0 && { [storage]: more }) });
}

function usersOf(store: Store, disk: string) {
  return store
    .all("compute_instance")
    .filter(({ boot_disk, secondary_disks }) =>
      [boot_disk, ...secondary_disks].some(({ disk_id }) => disk_id === disk),
    );
}
