import type { Construct } from "constructs";
import { DATABASE_NAME } from "../cloud-init/facts";
import type { Installation } from "../config/schema";
import { DataDisk } from "../constructs/data-disk";
import { naming } from "../constructs/naming";
import { SnapshotSchedule } from "../constructs/snapshot-schedule";
import { InstallationStack } from "./installation-stack";

/** The database's disk, in a stack of its own: no plan for the database's machine contains its data. */
export class DataStack extends InstallationStack {
  readonly diskId: string;

  constructor(scope: Construct, id: string, installation: Installation) {
    super(scope, id, installation);
    const { cloud, machines } = installation;
    const { existing, snapshotDays, ...size } = machines.database.dataDisk;
    const names = { naming: naming(installation), name: `${DATABASE_NAME}-data` };
    // One of an earlier installation is no part of this one's state: no plan can change it.
    this.diskId = existing ?? new DataDisk(this, "disk", { ...names, zone: cloud.zone, ...size }).diskId;
    if (snapshotDays > 0)
      new SnapshotSchedule(this, "snapshots", { ...names, diskId: this.diskId, days: snapshotDays });
  }
}
