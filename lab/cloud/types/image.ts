import { z } from "zod";
import type { JsonObject } from "../../../config/json";
import { Refusal } from "../refusal";

/** The only image: the Debian root that all machines use. */
const IMAGE = {
  id: "fd8labdebian13000000",
  family: "debian-13",
  /** Yandex Cloud's folder of public images. */
  folder_id: "standard-images",
  minDiskGb: 10,
};

export const IMAGE_ID = IMAGE.id;

const question = z.object({ family: z.string().optional(), folder_id: z.string().optional() });
const KEYS: readonly string[] = ["family", "folder_id"];

/** Answers `data "yandex_compute_image"`. @throws Refusal unless it is the only image that is asked for. */
export function findImage(asked: JsonObject): JsonObject {
  const strange = Object.keys(asked).filter((key) => !KEYS.includes(key));
  if (strange.length > 0) {
    throw new Refusal(`yandex_compute_image ${strange.join(", ")}: the lab finds images by family and folder_id only`);
  }
  const { family, folder_id } = question.parse(asked);
  if (family !== IMAGE.family || folder_id !== IMAGE.folder_id) {
    throw new Refusal(
      `image of family ${family ?? ""} not found in folder ${folder_id ?? ""}; the lab has ${IMAGE.family} in ${IMAGE.folder_id}`,
      404,
    );
  }
  return {
    id: IMAGE.id,
    image_id: IMAGE.id,
    name: IMAGE.family,
    min_disk_size: IMAGE.minDiskGb,
    size: IMAGE.minDiskGb,
    os_type: "linux",
    status: "ready",
    // Fixed: the answer must be the same in every plan.
    created_at: "2026-01-01T00:00:00Z",
  };
}
