import { z } from "zod";
import { text } from "./fields";

const DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"] as const;

const rebootWindow = z
  .strictObject({
    from: text(/^([01]\d|2[0-2]):[0-5]\d$/, {
      description:
        "When the first app node may reboot, UTC; the second one 20 minutes later, then edge and database in 20 minutes of theirs.",
      allowed: "a quoted time from 00:00 to 22:59, for example '02:30'",
    }),
    days: z
      .array(z.enum(DAYS).meta({ description: "A day of the week, UTC.", allowed: DAYS.join(", ") }))
      .min(1)
      .meta({ description: "Days of the window.", allowed: `a list of at least one of ${DAYS.join(", ")}` })
      .default([...DAYS]),
    edge: z
      .boolean()
      .meta({
        description: "Whether the edge reboots as well. Nobody is served while it boots.",
        allowed: "true or false",
      })
      .default(false),
    database: z
      .boolean()
      .meta({
        description:
          "Whether the database's machine reboots as well. Requests for data wait meanwhile, and fail after ten seconds.",
        allowed: "true or false",
      })
      .default(false),
  })
  .meta({
    description:
      "Machines for which a reboot is waited, as after an update of the kernel, reboot by themselves within it. Without it none does.",
  });

/** What follows Debian's security updates, which every machine installs at night. */
export const updates = z
  .strictObject({ rebootWindow: z.exactOptional(rebootWindow) })
  .meta({ description: "What follows security updates, which every machine installs at night." })
  .prefault({});
