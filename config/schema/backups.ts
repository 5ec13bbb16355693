import { z } from "zod";
import { text, wholeNumber } from "./fields";
import { file } from "./file";
import { BUCKET, RELATIVE_PATH } from "./object-storage";

/** Backups of the database in Object Storage. `folder` is where the config file lies. The key stays in a file of its own. */
export function backups(folder: string) {
  return z
    .strictObject({
      bucket: text(BUCKET, {
        description: "An existing bucket. Whoever may read it has the data.",
        allowed: "a bucket's name: 3 to 63 lower-case letters, digits, dots and hyphens",
      }),
      prefix: text(RELATIVE_PATH, {
        description: "Folder in the bucket, of this installation alone. Default: the installation's name.",
        allowed: "a relative path, for example bingo",
      }).exactOptional(),
      endpoint: z
        .url()
        // Without a path and credentials.
        .regex(/^https:\/\/[^/@?#]+\/?$/)
        .meta({ description: "The S3 service.", allowed: "an https URL of a host, with or without a port" })
        .default("https://storage.yandexcloud.net"),
      region: text(/^[a-z0-9-]+$/, {
        description: "Region of the bucket.",
        allowed: "a region, for example ru-central1",
      }).default("ru-central1"),
      retentionDays: wholeNumber(1, 365, {
        description: "How far back the database can be restored, to every moment.",
        unit: "days",
      }).default(14),
      keyFile: file(folder, {
        description:
          "File with a static access key of a service account that may read and write the bucket: its id in the first line, its secret in the second. Relative to this file's folder.",
        allowed: "the path of a file with two lines",
        beginning: /^[\w.+/=-]+\r?\n[\w.+/=-]+\s*$/,
      }),
      caFile: z.exactOptional(
        file(folder, {
          description:
            "Certificates of those who may vouch for the S3 service, in PEM. Relative to this file's folder. Default: those that Debian trusts.",
          allowed: "the path of a PEM file with a certificate",
          beginning: /^-----BEGIN CERTIFICATE-----/,
        }),
      ),
    })
    .meta({
      description:
        "Continuous backups of the database in Object Storage: it can be restored to any second. Without it there are none.",
    });
}
