import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { PROJECT_ROOT } from "../paths";
import { data } from "./data";
import { exactlyOne } from "./exactly-one";
import { text, wholeNumber } from "./fields";
import { file } from "./file";

/** The service itself. `folder` is where the config file lies. */
export function bingo(folder: string) {
  return z
    .strictObject({
      studentEmail: z.email().meta({
        description: "The owner's e-mail address. bingo's port and the folder it logs to follow from it.",
        allowed: "an e-mail address, for example someone@example.org",
      }),
      binary: binary(folder),
      data: data(folder),
      port: z
        .union([z.literal("discover"), z.int().min(1).max(65535)])
        .meta({
          description: "TCP port bingo listens on; `discover` looks at what the running process listens on.",
          allowed: '"discover" or a port from 1 to 65535',
        })
        .default("discover"),
      instancesPerNode: wholeNumber(1, 8, {
        description:
          "Processes per app node. One takes at most 100 requests a second: with two, one node alone still carries 200.",
      }).default(2),
      lifetimeMinutes: wholeNumber(6, 60, {
        description:
          "Age in minutes from which on an instance may die by itself: each is restarted before, at the latest a minute. bingo was seen to die at 10 to 20 minutes, elsewhere at 22 to 25.",
        unit: "minutes",
      }).default(10),
      instanceMemoryMb: z
        .int()
        .min(128)
        .meta({
          description:
            "Memory limit of one instance. Without it the instances share what 512 MB for the system leave of the node.",
          unit: "MB",
          allowed: "a whole number of at least 128",
        })
        .exactOptional(),
    })
    .meta({ description: "The service itself." });
}

function binary(folder: string) {
  return exactlyOne(
    {
      // Credentials in the URL would end up in state and user-data; the rest would need quoting in the env file.
      url: z
        .url()
        .regex(/^https?:\/\/[^/@]+(\/.*)?$/)
        .regex(/^[^\s"'`$\\]+$/)
        .meta({
          description: "The machines download the binary from here.",
          allowed: "an http or https URL without credentials; quotes, spaces, $ and \\ written as %XX",
        }),
      file: file(folder, {
        description: "A local file that the deployment carries to the machines. Relative to this file's folder.",
        allowed: "the path of an existing regular file",
      }),
    },
    {
      sha256: text(/^[0-9a-f]{64}$/, {
        description:
          "SHA-256 the binary must have. Without it the app nodes take the one that the database machine has.",
        allowed: "64 lower-case hexadecimal digits",
      }).exactOptional(),
    },
  )
    .superRefine((binary, context) => {
      if (!("url" in binary) || binary.sha256 !== undefined || !binary.url.startsWith("http://")) return;
      const message = "an https URL; an http one needs sha256, because anyone on the way could change the binary";
      context.addIssue({ code: "custom", path: ["url"], message });
    })
    .superRefine((binary, context) => {
      if (!("file" in binary) || !binary.sha256) return;
      const actual = createHash("sha256")
        .update(readFileSync(join(PROJECT_ROOT, binary.file)))
        .digest("hex");
      if (actual === binary.sha256) return;
      context.addIssue({ code: "custom", path: ["sha256"], message: `that of ${binary.file}: ${actual}` });
    })
    .meta({
      description: "Where the bingo binary comes from: a URL or a local file.",
      allowed: "a mapping with exactly one of the keys url, file",
    });
}
