import type { Construct } from "constructs";
import type { MachineDefinition } from "../cloud-init/machines";
import type { Installation } from "../config/schema";
import { binaryParcels, MachineStack } from "./machine-stack";
import type { NetworkStack } from "./network";

/** An app node is ready also without the database, when it waits for nothing else. */
const START_TIMEOUT_SECONDS = 900;

/** One of the nodes that run bingo. */
export class AppNodeStack extends MachineStack {
  constructor(scope: Construct, installation: Installation, machine: MachineDefinition, network: NetworkStack) {
    super(scope, machine.name, {
      installation,
      machine,
      network,
      size: installation.machines.appNode,
      placementGroupId: network.placementGroupId,
      parcels: [{ name: "database-password", secret: network.databasePassword.value }, ...binaryParcels(installation)],
      timeoutSeconds: START_TIMEOUT_SECONDS,
    });
  }
}
