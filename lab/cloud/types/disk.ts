import { z } from "zod";
import { Refusal } from "../refusal";
import type { ResourceType } from "../resource-type";
import { common, only } from "./arguments";

/** Disks of all types are files on this machine: the lab does not imitate their different speed and safety. */
export const diskType = only("network-ssd", "network-hdd", "network-ssd-nonreplicated", "network-ssd-io-m3");

const argumentsOf = z.strictObject({
  ...common,
  zone: z.string().optional(),
  size: z.int().min(1),
  type: diskType,
  block_size: only(4096).optional(),
  allow_recreate: only(false).optional(),
});

/** An empty disk. */
export const DISK: ResourceType<z.output<typeof argumentsOf>> = {
  type: "yandex_compute_disk",
  title: "disk",
  idPrefix: "fhm",
  arguments: argumentsOf,
  check: ({ size }, { before }) => {
    if (!before || size >= before.size) return;
    throw new Refusal(
      `yandex_compute_disk size: a disk never shrinks, expected at least ${before.size}, found ${size}`,
    );
  },
  computed: () => ({ status: "ready" }),
  sync: ({ size }, { id, substrate }) => substrate.disks.set({ id, sizeGb: size }),
  delete: (_, { id, substrate }) => substrate.disks.remove(id),
};
