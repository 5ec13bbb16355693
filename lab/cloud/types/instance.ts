import type { MachineSpec } from "../../substrate";
import { newId } from "../ids";
import type { Reference, ResourceType, Situation, World } from "../resource-type";
import { ADDRESS, freePublicAddress, publicAddress } from "./address";
import { checkInstance, freePrivateAddress } from "./instance-checks";
import { type InstanceArguments, INSTANCES } from "./instance-kind";

/** A machine. Its boot disk goes with it; its secondary disks stay. */
export const INSTANCE: ResourceType<InstanceArguments> = {
  ...INSTANCES,
  title: "instance",
  idPrefix: "fhm",
  // Its boot has run with other user-data, perhaps; the engine wants a new one.
  leftover: "replace",
  references,
  check: checkInstance,

  decide: (wanted, { id, world, internet, provider }) => {
    const [{ subnet_id, nat }] = wanted.network_interface;
    const [{ initialize_params }] = wanted.boot_disk;
    return {
      status: "running",
      hostname: id,
      fqdn: `${wanted.hostname ?? id}.ru-central1.internal`,
      zone: wanted.zone ?? provider.zone,
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
          ip_address: freePrivateAddress(world, subnet_id),
          mac_address: macAddress(id),
          ...(nat && { nat_ip_address: freePublicAddress(world, internet), nat_ip_version: "IPV4" }),
        },
      ],
      metadata_options: (wanted.metadata_options ?? []).map(() => ({
        gce_http_endpoint: 1,
        gce_http_token: 1,
        aws_v1_http_endpoint: 1,
        aws_v1_http_token: 2,
      })),
    };
  },

  apply: async (wanted, situation) => {
    const { id, substrate, before } = situation;
    const spec = toSpec(wanted, situation);
    if (!before) return substrate.machines.create(spec);
    const [now] = wanted.resources;
    const [earlier] = before.resources;
    const resized = now.cores !== earlier.cores || now.memory !== earlier.memory;
    if (resized) await substrate.machines.act(id, "stop");
    await substrate.machines.update(spec);
    if (resized) await substrate.machines.act(id, "start");
  },

  remove: (_, { id, substrate }) => substrate.machines.remove(id),

  observe: async (_, { id, substrate }) => {
    const machine = (await substrate.machines.list()).find((machine) => machine.id === id);
    return machine && { status: machine.state };
  },
};

function references(wanted: InstanceArguments, world: World): readonly Reference[] {
  const [{ subnet_id, security_group_ids, nat_ip_address }] = wanted.network_interface;
  const group = wanted.placement_policy?.[0].placement_group_id;
  const owner = world.all(ADDRESS).find(({ id }) => publicAddress(world, id) === nat_ip_address);
  return [
    { argument: "network_interface.subnet_id", type: "yandex_vpc_subnet", id: subnet_id },
    ...security_group_ids.map((id) => ({
      argument: "network_interface.security_group_ids",
      type: "yandex_vpc_security_group",
      id,
    })),
    ...wanted.secondary_disk.map(({ disk_id: id }) => ({
      argument: "secondary_disk.disk_id",
      type: "yandex_compute_disk",
      id,
    })),
    ...(group
      ? [{ argument: "placement_policy.placement_group_id", type: "yandex_compute_placement_group", id: group }]
      : []),
    ...(owner ? [{ argument: "network_interface.nat_ip_address", type: ADDRESS.type, id: owner.id }] : []),
  ];
}

function toSpec(wanted: InstanceArguments, { id }: Situation<InstanceArguments>): MachineSpec {
  const [{ cores, memory }] = wanted.resources;
  const [{ subnet_id, ip_address, nat_ip_address, security_group_ids }] = wanted.network_interface;
  return {
    id,
    name: wanted.hostname ?? id,
    cores,
    memoryGb: memory,
    subnetId: subnet_id,
    address: ip_address ?? "",
    ...(nat_ip_address && { publicAddress: nat_ip_address }),
    securityGroupIds: security_group_ids,
    metadata: wanted.metadata,
    disks: wanted.secondary_disk.map(({ disk_id, device_name }) => ({ diskId: disk_id, deviceName: device_name })),
  };
}

/** As the cloud's: its prefix, then what the id gives. */
function macAddress(id: string): string {
  const bytes = [...Buffer.from(id).subarray(-4)].map((byte) => byte.toString(16).padStart(2, "0"));
  return ["d0", "0d", ...bytes].join(":");
}
