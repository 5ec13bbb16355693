import { z } from "zod";
import { exactlyOne } from "./exactly-one";
import { text } from "./fields";
import { BUCKET, RELATIVE_PATH } from "./object-storage";

/** Where Terraform keeps its state. Credentials come from its environment, never from here. */
export const state = exactlyOne(
  {
    local: z
      .strictObject({
        folder: text(RELATIVE_PATH, {
          description: "Folder of the state files, relative to the project. State holds secrets: keep it private.",
          allowed: "a relative path below the project, for example terraform-state",
        }).default("terraform-state"),
      })
      .meta({ description: "In files on this machine." }),
    objectStorage: z
      .strictObject({
        bucket: text(BUCKET, {
          description: "An existing bucket. Keys come from AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.",
          allowed: "a bucket's name: 3 to 63 lower-case letters, digits, dots and hyphens",
        }),
        prefix: text(RELATIVE_PATH, {
          description: "Folder in the bucket. Default: the installation's name.",
          allowed: "a relative path, for example bingo",
        }).exactOptional(),
        region: text(/^[a-z0-9-]+$/, {
          description: "Region of the bucket.",
          allowed: "a region, for example ru-central1",
        }).default("ru-central1"),
        endpoint: z
          .url({ protocol: /^https$/ })
          .meta({ description: "The S3 service.", allowed: "an https URL" })
          .default("https://storage.yandexcloud.net"),
      })
      .meta({ description: "In Yandex Object Storage (or another S3), with a lock file." }),
  },
  {},
)
  .meta({
    description: "Where Terraform keeps its state: on this machine or in Object Storage.",
    allowed: "a mapping with exactly one of the keys local, objectStorage",
  })
  .prefault({ local: {} });
