import type { Construct } from "constructs";
import { DATA_DEVICE_NAME } from "../cloud-init/facts";
import type { MachineDefinition } from "../cloud-init/machines";
import type { Installation } from "../config/schema";
import type { DataStack } from "./data";
import type { Parcel } from "../constructs/delivery";
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
    { disk }: DataStack,
  ) {
    super(scope, machine.name, {
      installation,
      machine,
      network,
      size: installation.machines.database,
      dataDisk: {
        diskId: disk.diskId,
        deviceName: DATA_DEVICE_NAME,
        sizeGb: installation.machines.database.dataDisk.sizeGb,
      },
      parcels: [
        { name: "database-password", secret: network.databasePassword.value },
        ...binaryParcels(installation),
        ...dumpParcels(installation),
      ],
      timeoutSeconds: LOAD_TIMEOUT_SECONDS,
    });
  }
}

/** The dump that is restored in place of `prepare_db`, as a parcel, when there is one. */
function dumpParcels({ bingo }: Installation): Parcel[] {
  return bingo.data.dump === undefined ? [] : [{ name: "dump", file: bingo.data.dump }];
}
