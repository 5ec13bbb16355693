import type { MachineSpec } from "../../substrate";
import { newId } from "../ids";
import type { Context, ResourceReference, ResourceType, Resources } from "../resource-type";
import { references } from "./arguments";
import { ADDRESS, freePublicAddress, publicAddress } from "./address";
import { checkInstance, freePrivateAddress } from "./instance-checks";
import { type InstanceArguments, INSTANCES } from "./instance-kind";

/** A machine. Its boot disk is deleted with it; its secondary disks stay. */
export const INSTANCE: ResourceType<InstanceArguments> = {
  ...INSTANCES,
  title: "instance",
  idPrefix: "fhm",
  // The old one may have booted with other user-data.
  leftover: "replace",
  references: referencesOf,
  check: checkInstance,

  computed: (args, { id, resources, internet, provider }) => {
    const [{ subnet_id, nat }] = args.network_interface;
    const [{ initialize_params }] = args.boot_disk;
    return {
      status: "running",
      hostname: id,
      fqdn: `${args.hostname ?? id}.ru-central1.internal`,
      zone: args.zone ?? provider.zone,
      boot_disk: [
        {
          disk_id: newId("fhm"),
          device_name: id,
          mode: "READ_WRITE",
          initialize_params: (initialize_params ?? []).map(() => ({ block_size: 4096, size: 10 })),
        },
      ],
      network_interface: [
        {
          ip_address: freePrivateAddress(resources, subnet_id),
          mac_address: macAddress(id),
          ...(nat && { nat_ip_address: freePublicAddress(resources, internet), nat_ip_version: "IPV4" }),
        },
      ],
      metadata_options: (args.metadata_options ?? []).map(() => ({
        gce_http_endpoint: 1,
        gce_http_token: 1,
        aws_v1_http_endpoint: 1,
        aws_v1_http_token: 2,
      })),
    };
  },

  sync: async (args, context) => {
    const { id, substrate, before } = context;
    const spec = toSpec(args, context);
    if (!before) return substrate.machines.create(spec);
    const [now] = args.resources;
    const [earlier] = before.resources;
    const resized = now.cores !== earlier.cores || now.memory !== earlier.memory;
    if (resized) await substrate.machines.act(id, "stop");
    await substrate.machines.update(spec);
    if (resized) await substrate.machines.act(id, "start");
  },

  delete: (_, { id, substrate }) => substrate.machines.remove(id),

  refresh: async (_, { id, substrate }) => {
    const machine = (await substrate.machines.list()).find((machine) => machine.id === id);
    return machine && { status: machine.state };
  },
};

function referencesOf(args: InstanceArguments, resources: Resources): readonly ResourceReference[] {
  const [{ subnet_id, security_group_ids, nat_ip_address }] = args.network_interface;
  const group = args.placement_policy?.[0].placement_group_id;
  const disks = args.secondary_disk.map(({ disk_id }) => disk_id);
  const owner = resources.all(ADDRESS).find(({ id }) => publicAddress(resources, id) === nat_ip_address);
  return [
    ...references("network_interface.subnet_id", "yandex_vpc_subnet", subnet_id),
    ...references("network_interface.security_group_ids", "yandex_vpc_security_group", ...security_group_ids),
    ...references("secondary_disk.disk_id", "yandex_compute_disk", ...disks),
    ...references("placement_policy.placement_group_id", "yandex_compute_placement_group", group),
    ...references("network_interface.nat_ip_address", ADDRESS.type, owner?.id),
  ];
}

function toSpec(args: InstanceArguments, { id }: Context<InstanceArguments>): MachineSpec {
  const [{ cores, memory }] = args.resources;
  const [{ subnet_id, ip_address, nat_ip_address, security_group_ids }] = args.network_interface;
  return {
    id,
    name: args.hostname ?? id,
    cores,
    memoryGb: memory,
    subnetId: subnet_id,
    address: ip_address ?? "",
    ...(nat_ip_address && { publicAddress: nat_ip_address }),
    securityGroupIds: security_group_ids,
    metadata: args.metadata,
    disks: args.secondary_disk.map(({ disk_id, device_name }) => ({ diskId: disk_id, deviceName: device_name })),
  };
}

/** Derives a MAC address from the id, behind the prefix that the cloud uses. */
function macAddress(id: string): string {
  const bytes = [...Buffer.from(id).subarray(-4)].map((byte) => byte.toString(16).padStart(2, "0"));
  return ["d0", "0d", ...bytes].join(":");
}
