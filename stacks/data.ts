import type { Construct } from "constructs";
import { DATABASE_NAME } from "../cloud-init/facts";
import type { Installation } from "../config/schema";
import { DataDisk } from "../constructs/data-disk";
import { naming } from "../constructs/naming";
import { InstallationStack } from "./installation-stack";

/** The database's disk, in a stack of its own: no plan for the database's machine contains its data. */
export class DataStack extends InstallationStack {
  readonly disk: DataDisk;

  constructor(scope: Construct, id: string, installation: Installation) {
    super(scope, id, installation);
    const { cloud, machines } = installation;
    this.disk = new DataDisk(this, "disk", {
      naming: naming(installation),
      name: `${DATABASE_NAME}-data`,
      zone: cloud.zone,
      ...machines.database.dataDisk,
    });
  }
}
