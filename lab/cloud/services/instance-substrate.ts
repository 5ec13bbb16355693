import type { MachineSpec, MachineStatus } from "../../substrate";
import { privateAddress, publicAddress } from "../instance-addresses";
import type { Instance } from "../kinds";
import { Refusal } from "../refusal";
import { GB } from "../tables";
import type { Room } from "./service";

/** The substrate's words for a machine. */
export function toSpec(instance: Instance): MachineSpec {
  const { id, resources, metadata, secondary_disks, fqdn } = instance;
  const [port] = instance.network_interfaces;
  const outside = publicAddress(instance);
  return {
    id,
    name: fqdn.split(".")[0] ?? id,
    cores: resources.cores,
    memoryGb: resources.memory / GB,
    subnetId: port.subnet_id,
    address: privateAddress(instance),
    ...(outside !== undefined && { publicAddress: outside }),
    securityGroupIds: port.security_group_ids,
    metadata,
    disks: secondary_disks.map(({ disk_id, device_name }) => ({ diskId: disk_id, deviceName: device_name })),
  };
}

const STATUSES: Readonly<Record<MachineStatus["state"], Instance["status"]>> = {
  running: "RUNNING",
  stopped: "STOPPED",
  crashed: "CRASHED",
};

/**
 * A machine as it is now.
 *
 * @param full with its metadata
 * @throws Refusal NOT_FOUND when the machine has vanished from the substrate; it is forgotten
 */
export async function shown({ store, substrate }: Room, instance: Instance, full: boolean): Promise<object> {
  const view = full ? instance : { ...instance, metadata: {} };
  if (instance.status === "PROVISIONING") return view;
  const machine = (await substrate.machines.list()).find(({ id }) => id === instance.id);
  if (!machine) {
    store.delete(instance.boot_disk.disk_id);
    store.delete(instance.id);
    throw new Refusal(`instance ${instance.id} not found`, "NOT_FOUND");
  }
  const status = STATUSES[machine.state];
  if (status !== instance.status) store.put("compute_instance", { ...instance, status });
  return { ...view, status };
}
