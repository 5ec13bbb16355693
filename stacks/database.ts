import { Fn, TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import { DATA_DEVICE_NAME } from "../cloud-init/facts";
import type { MachineDefinition } from "../cloud-init/machines";
import type { Installation } from "../config/schema";
import type { DataStack } from "./data";
import type { Parcel } from "../constructs/delivery";
import { fromStackFolder } from "../constructs/paths";
import { binaryParcels, MachineStack } from "./machine-stack";
import type { NetworkStack } from "./network";

/** `prepare_db` takes 8 to 20 minutes, and a load that has lost rows begins again, once. */
const LOAD_TIMEOUT_SECONDS = 3600;

/** PostgreSQL and pgbouncer, with the data on a disk that outlives the machine. */
export class DatabaseStack extends MachineStack {
  constructor(
    scope: Construct,
    installation: Installation,
    machine: MachineDefinition,
    network: NetworkStack,
    { diskId }: DataStack,
  ) {
    super(scope, machine.name, {
      installation,
      machine,
      network,
      size: installation.machines.database,
      dataDisk: {
        diskId,
        deviceName: DATA_DEVICE_NAME,
        sizeGb: installation.machines.database.dataDisk.sizeGb,
      },
      parcels: [
        { name: "database-password", secret: network.databasePassword.value },
        ...binaryParcels(installation),
        ...dumpParcels(installation),
        ...backupParcels(scope, installation),
      ],
      timeoutSeconds: LOAD_TIMEOUT_SECONDS,
    });
    new TerraformOutput(this, "backups", {
      value: describeBackups(installation),
      description: "Where the database is backed up to; npm run restore takes it back",
    });
  }
}

/** The dump that is restored in place of `prepare_db`, as a parcel, when there is one. */
function dumpParcels({ bingo }: Installation): Parcel[] {
  return bingo.data.dump === undefined ? [] : [{ name: "dump", file: bingo.data.dump }];
}

/** The bucket's key, and who vouches for its service. */
function backupParcels(scope: Construct, { backups }: Installation): Parcel[] {
  if (backups === undefined) return [];
  return [
    { name: "backup-key", secret: Fn.trimspace(Fn.file(fromStackFolder(scope, backups.keyFile))) },
    ...(backups.caFile === undefined ? [] : [{ name: "backup-ca", file: backups.caFile }]),
  ];
}

function describeBackups({ backups }: Installation): string {
  if (backups === undefined)
    return "none: what users write is on one disk, and in its snapshots (installation.yaml has no section backups)";
  return `every hour, and all changes within a minute, to ${backups.endpoint} bucket ${backups.bucket}, folder ${backups.prefix}`;
}
