import { z } from "zod";
import { alerts } from "./alerts";

/** Prometheus on the edge. `folder` is where the config file lies. */
export function monitoring(folder: string) {
  return z
    .strictObject({
      retentionDays: z
        .int()
        .min(1)
        .max(365)
        .meta({ description: "How long metrics are kept.", unit: "days", allowed: "a whole number from 1 to 365" })
        .default(15),
      retentionGb: z
        .int()
        .min(1)
        .meta({
          description: "Metrics are dropped, oldest first, beyond this size.",
          unit: "GB",
          allowed: "a whole number from 1 to half of machines.edge.diskGb",
        })
        .default(5),
      scrapeIntervalSeconds: z
        .int()
        .min(1)
        .max(60)
        .meta({ description: "How often metrics are read.", unit: "seconds", allowed: "a whole number from 1 to 60" })
        .default(5),
      alerts: z.exactOptional(alerts(folder)),
    })
    .meta({ description: "Prometheus on the edge." })
    .prefault({});
}
