import type { Construct } from "constructs";
import { INBOX } from "../cloud-init/facts";
import type { MachineDefinition } from "../cloud-init/machines";
import type { Installation, MachineSize } from "../config/schema";
import { Delivery, type Parcel } from "../constructs/delivery";
import { Gate } from "../constructs/gate";
import { naming } from "../constructs/naming";
import { sshConnection } from "../constructs/ssh";
import { Vm } from "../constructs/vm";
import { InstallationStack } from "./installation-stack";
import type { NetworkStack } from "./network";

export interface MachineStackProps {
  readonly installation: Installation;
  readonly machine: MachineDefinition;
  readonly network: NetworkStack;
  readonly size: MachineSize;
  /** Set for the edge only: it stands in its own subnet and is reached directly. */
  readonly publicAddress?: string;
  readonly placementGroupId?: string;
  readonly dataDisk?: { readonly diskId: string; readonly deviceName: string; readonly sizeGb: number };
  readonly parcels: readonly Parcel[];
  /** Seconds from the first login within which the machine must work. */
  readonly timeoutSeconds: number;
}

/** One machine: the VM, its deliveries, and the gate that waits until it works. */
export class MachineStack extends InstallationStack {
  constructor(scope: Construct, id: string, props: MachineStackProps) {
    const { installation, machine, network, publicAddress, placementGroupId, dataDisk } = props;
    super(scope, id, installation);
    const vm = new Vm(this, "vm", {
      naming: naming(installation),
      name: machine.name,
      cloud: installation.cloud,
      size: props.size,
      subnetId: publicAddress === undefined ? network.network.privateSubnetId : network.network.edgeSubnetId,
      address: machine.address,
      securityGroupId: network.firewall.securityGroupId(machine.role),
      deploymentKey: network.deploymentKey.publicKey,
      userData: machine.userData,
      ...(publicAddress !== undefined && { publicAddress }),
      ...(placementGroupId !== undefined && { placementGroupId }),
      ...(dataDisk && { dataDisk }),
    });

    const connection = sshConnection(network.ssh, publicAddress === undefined ? machine.address : undefined);
    const delivery = new Delivery(this, "delivery", {
      connection,
      inbox: INBOX,
      instanceId: vm.instanceId,
      parcels: props.parcels,
    });
    new Gate(this, "gate", {
      connection,
      instanceId: vm.instanceId,
      deliveryId: delivery.deliveryId,
      userDataSum: vm.userDataSum,
      triggers: { shape: vm.shape, ...(dataDisk && { data_disk: `${dataDisk.sizeGb} GB` }) },
      timeoutSeconds: props.timeoutSeconds,
    });
  }
}

/** The bingo binary as a parcel, when the deployment carries it. */
export function binaryParcels({ bingo }: Installation): Parcel[] {
  return "file" in bingo.binary ? [{ name: "bingo", file: bingo.binary.file }] : [];
}
