import { ComputeSnapshotSchedule } from "@cdktf/provider-yandex/lib/compute-snapshot-schedule";
import { Construct } from "constructs";
import type { Naming } from "./naming";

export interface SnapshotScheduleProps {
  readonly naming: Naming;
  readonly name: string;
  readonly diskId: string;
  /** How long a snapshot is kept, at least 1. */
  readonly days: number;
}

/** When fewest people are there, in Moscow. Cron, UTC. */
const EVERY_NIGHT = "15 1 * * *";

/** A snapshot of a disk every night. The cloud makes and removes them; destroying the schedule leaves what there is. */
export class SnapshotSchedule extends Construct {
  constructor(scope: Construct, id: string, { naming, name, diskId, days }: SnapshotScheduleProps) {
    super(scope, id);
    new ComputeSnapshotSchedule(this, "Default", {
      name: `${naming.prefix}-${name}`,
      labels: naming.labels,
      schedulePolicy: { expression: EVERY_NIGHT },
      // As the provider reads it back: otherwise every plan has a change.
      retentionPeriod: `${days * 24}h0m0s`,
      snapshotSpec: { description: `${naming.prefix}-${name}, every night`, labels: naming.labels },
      diskIds: [diskId],
    });
  }
}
