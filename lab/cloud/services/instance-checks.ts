import { indexIn, type Ipv4Network, isIpv4, parseNetwork } from "../../../config/schema/ipv4";
import { privateAddress, publicAddress } from "../instance-addresses";
import type { Instance } from "../kinds";
import { Refusal } from "../refusal";
import type { Store } from "../store";
import { GB, PLATFORMS } from "../tables";
import { called } from "./fields";
import type { Room } from "./service";

/** Addresses at the start of a subnet that no machine may have: network, gateway and DNS server. */
export const RESERVED = 3;

/** The cloud's limit. */
const MOST_GROUPS = 5;

/** @throws Refusal when the platform has no such machine. */
export function checkSize({ platform_id, resources: { cores, memory, core_fraction } }: Instance): void {
  const platform = PLATFORMS[platform_id];
  if (!platform) {
    throw new Refusal(`platform_id: expected one of ${Object.keys(PLATFORMS).join(", ")}, found ${platform_id}`);
  }
  const fractions = platform.filter((some) => some.fractions.includes(core_fraction));
  if (fractions.length === 0) {
    const known = list(platform.flatMap(({ fractions }) => fractions));
    throw new Refusal(`core_fraction: ${platform_id} has ${known} %, found ${core_fraction}`);
  }
  const sizes = fractions.filter((some) => some.cores.includes(cores));
  if (sizes.length === 0) {
    const known = list(fractions.flatMap(({ cores }) => cores));
    throw new Refusal(`cores: ${platform_id} at ${core_fraction} % has ${known}, found ${cores}`);
  }
  const memories = sizes.flatMap(({ memoryGbPerCore }) => memoryGbPerCore.map((gb) => gb * cores));
  if (!memories.includes(memory / GB)) {
    throw new Refusal(`memory: ${platform_id} with ${cores} cores has ${list(memories)} GB, found ${memory / GB} GB`);
  }
}

/** Checks a new machine as the cloud would. @throws Refusal */
export function checkInstance(store: Store, instance: Instance): void {
  const others = store.all("compute_instance").filter(({ id }) => id !== instance.id);
  checkPort(store, instance, others);
  const group = instance.placement_policy.placement_group_id;
  if (group) store.get("compute_placement_group", group);
  const host = instance.fqdn;
  const namesake = others.find(({ fqdn }) => fqdn === host);
  if (namesake) throw new Refusal(`hostname: ${host} is already in use by ${called(namesake)}`, "ALREADY_EXISTS");
  for (const { disk_id } of instance.secondary_disks) checkAttachable(store, instance, disk_id);
}

/** Checks a machine's interface. @throws Refusal */
export function checkPort(
  store: Store,
  { network_interfaces: [port], zone_id }: Instance,
  others: readonly Instance[],
): void {
  const subnet = store.get("vpc_subnet", port.subnet_id);
  if (subnet.zone_id !== zone_id) {
    throw new Refusal(`subnet_id: expected a subnet in ${zone_id}, found ${called(subnet)} in ${subnet.zone_id}`);
  }
  checkGroups(store, port.security_group_ids);
  const { address, one_to_one_nat } = port.primary_v4_address;
  const network = networkOf(store, port.subnet_id);
  const index = isIpv4(address) ? indexIn(network, address) : undefined;
  if (index === undefined) {
    throw new Refusal(`address: expected an address in ${network.text} of its subnet, found ${address}`);
  }
  if (index < RESERVED || index === 2 ** (32 - network.prefixLength) - 1) {
    throw new Refusal(`address: ${address} is reserved in ${network.text}`);
  }
  const owner = others.find((other) => privateAddress(other) === address);
  if (owner)
    throw new Refusal(`address: ${address} is already in use by instance ${called(owner)}`, "FAILED_PRECONDITION");
  if (one_to_one_nat) checkPublicAddress(one_to_one_nat.address, others);
}

/** @throws Refusal when a machine cannot have these groups. */
export function checkGroups(store: Store, groups: readonly string[]): void {
  if (groups.length > MOST_GROUPS) {
    throw new Refusal(`security_group_ids: expected at most ${MOST_GROUPS}, found ${groups.length}`);
  }
  for (const id of groups) store.get("vpc_security_group", id);
}

/**
 * @param others all machines but this one
 * @throws Refusal when a machine cannot have this public address
 */
export function checkPublicAddress(value: string, others: readonly Instance[]): void {
  const owner = others.find((other) => publicAddress(other) === value);
  if (!owner) return;
  throw new Refusal(`one_to_one_nat: ${value} is already in use by instance ${called(owner)}`, "FAILED_PRECONDITION");
}

/** @throws Refusal when a disk cannot be attached to a machine. */
export function checkAttachable(store: Store, { id, zone_id }: Instance, disk: string): void {
  const { zone_id: place } = store.get("compute_disk", disk);
  const owner = store
    .all("compute_instance")
    .find((other) => other.id !== id && other.secondary_disks.some(({ disk_id }) => disk_id === disk));
  if (owner) {
    throw new Refusal(`disk_id: ${disk} is already attached to instance ${called(owner)}`, "FAILED_PRECONDITION");
  }
  if (place !== zone_id) throw new Refusal(`disk_id: expected a disk in ${zone_id}, found ${disk} in ${place}`);
}

/** @throws Refusal when the quotas have no room for a machine, or for what it grows by. */
export function requireRoom({ limits }: Room, { resources }: Instance, before: Instance | undefined): void {
  const cores = resources.cores - (before?.resources.cores ?? 0);
  const memoryGb = (resources.memory - (before?.resources.memory ?? 0)) / GB;
  limits.require({
    ...(!before && { instances: 1 }),
    ...(cores > 0 && { cores }),
    ...(memoryGb > 0 && { memoryGb }),
  });
}

/** @throws Refusal NOT_FOUND */
export function networkOf(store: Store, id: string): Ipv4Network {
  const block = store.get("vpc_subnet", id).v4_cidr_blocks[0];
  const network = parseNetwork(block);
  if (!network) throw new Error(`subnet ${id}: expected an IPv4 network, found ${String(block)}`);
  return network;
}

function list(numbers: readonly number[]): string {
  return [...new Set(numbers)].sort((a, b) => a - b).join(", ");
}
