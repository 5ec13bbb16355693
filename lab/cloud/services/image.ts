import { z } from "zod";
import { Refusal } from "../refusal";
import { GB } from "../tables";
import { type Service, taking } from "./service";

/** The only image: the Debian root that all machines use. */
export const IMAGE = {
  id: "fd8labdebian13000000",
  // Fixed: the answer must be the same in every plan.
  created_at: { seconds: 1767225600, nanos: 0 },
  /** Yandex Cloud's folder of public images. */
  folder_id: "standard-images",
  name: "debian-13",
  description: "",
  labels: {},
  family: "debian-13",
  storage_size: 2 * GB,
  min_disk_size: 10 * GB,
  status: "READY",
  os: { type: "LINUX" },
  pooled: false,
  hardware_generation: { legacy_features: { pci_topology: "PCI_TOPOLOGY_V1" } },
} as const;

export function images(): Service {
  const family = z.object({ folder_id: z.string(), family: z.string().default("") });
  return {
    name: "compute.v1.ImageService",
    questions: {
      Get: taking(z.object({ image_id: z.string() }), ({ image_id }) => {
        if (image_id === IMAGE.id) return IMAGE;
        throw new Refusal(`Image ${image_id} not found`, "NOT_FOUND");
      }),
      GetLatestByFamily: taking(family, ({ folder_id, family }) => {
        if (folder_id === IMAGE.folder_id && family === IMAGE.family) return IMAGE;
        throw new Refusal(
          `Image of family ${family} not found in folder ${folder_id}; the lab has ${IMAGE.family} in ${IMAGE.folder_id}`,
          "NOT_FOUND",
        );
      }),
    },
  };
}
