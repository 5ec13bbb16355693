import type { z } from "zod";
import { addressAt } from "../../../config/schema/ipv4";
import { newId } from "../ids";
import { privateAddress } from "../instance-addresses";
import type { AttachedDisk, Disk, Instance, NetworkInterface } from "../kinds";
import { Refusal } from "../refusal";
import type { Store } from "../store";
import { freePublicAddress, isReserved } from "./address";
import { checkDisk, LEGACY_HARDWARE, newDisk, requireStorage } from "./disk";
import { fresh } from "./fields";
import { IMAGE } from "./image";
import { networkOf, RESERVED } from "./instance-checks";
import type { address as addressSpec, CreateInstance, UpdateInstance } from "./instance-fields";
import type { Room } from "./service";
import { requireZone } from "./zones";

/** What the cloud has in metadata_options where nothing is asked for. */
const METADATA_OPTIONS = {
  gce_http_endpoint: "ENABLED",
  gce_http_token: "ENABLED",
  aws_v1_http_endpoint: "ENABLED",
  aws_v1_http_token: "DISABLED",
  aws_v2_http_endpoint: "DISABLED",
  aws_v2_http_token: "DISABLED",
};

/** Makes a machine. @throws Refusal */
export function made(room: Room, args: CreateInstance): Instance {
  requireZone(args.zone_id);
  const base = fresh("fhm", args);
  const { device_name, mode, auto_delete } = args.boot_disk_spec;
  const disk_id = newId("fhm");
  const [port] = args.network_interface_specs;
  const instance: Instance = {
    ...base,
    zone_id: args.zone_id,
    platform_id: args.platform_id,
    resources: args.resources_spec,
    status: "PROVISIONING",
    metadata: args.metadata,
    metadata_options: withDefaults(args.metadata_options),
    boot_disk: { mode, auto_delete, disk_id, device_name: device_name || disk_id },
    secondary_disks: args.secondary_disk_specs.map(attached),
    network_interfaces: [
      {
        index: "0",
        mac_address: macAddress(base.id),
        subnet_id: port.subnet_id,
        primary_v4_address: primaryAddress(room, port.subnet_id, port.primary_v4_address_spec),
        security_group_ids: port.security_group_ids,
      },
    ],
    fqdn: args.hostname ? `${args.hostname}.ru-central1.internal` : `${base.id}.auto.internal`,
    scheduling_policy: args.scheduling_policy,
    network_settings: args.network_settings,
    placement_policy: args.placement_policy,
    hardware_generation: LEGACY_HARDWARE,
  };
  const disk = bootDisk(args, instance);
  checkDisk(disk);
  requireStorage(room, disk);
  return instance;
}

/** Makes a machine's own disk. @throws Refusal */
export function bootDisk(args: CreateInstance, { boot_disk, zone_id, folder_id }: Instance): Disk {
  const { name, description, type_id, size, block_size, image_id } = args.boot_disk_spec.disk_spec;
  if (image_id !== IMAGE.id) throw new Refusal(`Image ${image_id} not found`, "NOT_FOUND");
  const how = { type_id, zone_id, size, block_size, source_image_id: image_id };
  return { ...newDisk({ folder_id, name, description, labels: {} }, how), id: boot_disk.disk_id };
}

/** A disk as it is attached: without a name of its own it is found by its id. */
export function attached(spec: AttachedDisk): AttachedDisk {
  return { ...spec, device_name: spec.device_name || spec.disk_id };
}

/** Carries changed fields over. */
export function changed(instance: Instance, fields: Partial<UpdateInstance>): Instance {
  const { resources_spec, metadata_options, ...rest } = fields;
  return {
    ...instance,
    ...rest,
    ...(resources_spec && { resources: resources_spec }),
    ...(metadata_options && { metadata_options: withDefaults(metadata_options) }),
  };
}

type PrimaryAddress = NetworkInterface["primary_v4_address"];

/** Chooses the addresses that are not asked for. @throws Refusal when none is left */
export function primaryAddress(
  { store, internet }: Room,
  subnet: string,
  { address, one_to_one_nat_spec: nat }: z.output<typeof addressSpec>,
): PrimaryAddress {
  if (nat?.address && !isReserved(store, nat.address)) {
    throw new Refusal(`Address ${nat.address} not found`, "NOT_FOUND");
  }
  return {
    address: address || freePrivateAddress(store, subnet),
    ...(nat && {
      one_to_one_nat: { address: nat.address || freePublicAddress(store, internet), ip_version: nat.ip_version },
    }),
  };
}

/** Finds the first address that no machine of the subnet has. */
function freePrivateAddress(store: Store, id: string): string {
  const network = networkOf(store, id);
  const taken = new Set(store.all("compute_instance").map(privateAddress));
  const size = 2 ** (32 - network.prefixLength);
  for (let index = RESERVED; index < size - 1; index += 1) {
    const address = addressAt(network, index);
    if (!taken.has(address)) return address;
  }
  throw new Refusal(`no address is left in ${network.text}`, "RESOURCE_EXHAUSTED");
}

function withDefaults(options: Instance["metadata_options"]): Instance["metadata_options"] {
  const asked = Object.entries(options).filter(([, value]) => value !== "METADATA_OPTION_UNSPECIFIED");
  return { ...METADATA_OPTIONS, ...Object.fromEntries(asked) };
}

/** Derives a MAC address from the id, behind the prefix that the cloud uses. */
function macAddress(id: string): string {
  const bytes = [...Buffer.from(id).subarray(-4)].map((byte) => byte.toString(16).padStart(2, "0"));
  return ["d0", "0d", ...bytes].join(":");
}
