import { z } from "zod";
import { alerts } from "./alerts";
import { wholeNumber } from "./fields";

/** Prometheus on the edge. `folder` is where the config file lies. */
export function monitoring(folder: string) {
  return z
    .strictObject({
      retentionDays: wholeNumber(1, 365, { description: "How long metrics are kept.", unit: "days" }).default(15),
      retentionGb: z
        .int()
        .min(1)
        .meta({
          description: "Metrics are dropped, oldest first, beyond this size.",
          unit: "GB",
          allowed: "a whole number from 1 to half of machines.edge.diskGb",
        })
        .default(5),
      scrapeIntervalSeconds: wholeNumber(1, 60, {
        description: "How often metrics are read.",
        unit: "seconds",
      }).default(5),
      alerts: z.exactOptional(alerts(folder)),
    })
    .meta({ description: "Prometheus on the edge." })
    .prefault({});
}
