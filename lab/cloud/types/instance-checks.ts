import { addressAt, indexIn, isIpv4, parseNetwork } from "../../../config/schema/ipv4";
import { Refusal } from "../refusal";
import type { Context, Existing, Resources } from "../resource-type";
import { ADDRESS, publicAddress } from "./address";
import { DISK } from "./disk";
import { IMAGE_ID } from "./image";
import { type InstanceArguments, INSTANCES } from "./instance-kind";
import { SUBNET } from "./subnet";

/** Addresses at the start of a subnet that no machine may have: network, gateway and DNS server. */
const RESERVED = 3;

/** Checks what the cloud would check, and refuses updates that the lab cannot do in place. @throws Refusal */
export function checkInstance(args: InstanceArguments, context: Context<InstanceArguments>): void {
  const others = context.resources.all(INSTANCES).filter(({ id }) => id !== context.id);
  checkBootDisk(args, context);
  checkAddress(args, context.resources, others);
  checkPublicAddress(args, context, others);
  checkDisks(args, context, others);
  if (context.before) checkUpdate(args, context.before);
}

function checkBootDisk({ boot_disk: [disk] }: InstanceArguments, { before }: Context<InstanceArguments>): void {
  if (before) return;
  if (disk.disk_id) refuse("boot_disk.disk_id", "expected nothing: the lab makes boot disks from its image");
  const image = disk.initialize_params?.[0].image_id;
  if (image !== IMAGE_ID)
    refuse("boot_disk.initialize_params.image_id", `image ${image ?? "without id"} not found`, 404);
}

function checkAddress(
  { network_interface: [{ subnet_id, ip_address }] }: InstanceArguments,
  resources: Resources,
  others: readonly Existing<InstanceArguments>[],
): void {
  if (ip_address === undefined) return;
  const network = subnetOf(resources, subnet_id);
  const size = 2 ** (32 - network.prefixLength);
  const index = isIpv4(ip_address) ? indexIn(network, ip_address) : undefined;
  if (index === undefined) refuse(IP, `expected an address in ${network.text} of its subnet, found ${ip_address}`);
  else if (index < RESERVED || index === size - 1) refuse(IP, `${ip_address} is reserved in ${network.text}`);
  const owner = others.find(({ args }) => args.network_interface[0].ip_address === ip_address);
  if (owner) refuse(IP, `${ip_address} is already in use by instance ${called(owner)}`, 409);
}

const IP = "network_interface.ip_address";

function checkPublicAddress(
  { network_interface: [{ nat, nat_ip_address }] }: InstanceArguments,
  { resources, before }: Context<InstanceArguments>,
  others: readonly Existing<InstanceArguments>[],
): void {
  const argument = "network_interface.nat_ip_address";
  if (!nat_ip_address) return;
  if (!nat) refuse(argument, `expected nat = true with ${nat_ip_address}, found false`);
  const owner = others.find(({ args }) => args.network_interface[0].nat_ip_address === nat_ip_address);
  if (owner) refuse(argument, `${nat_ip_address} is already in use by instance ${called(owner)}`, 409);
  const own = before?.network_interface[0].nat_ip_address === nat_ip_address;
  const reserved = resources.all(ADDRESS).some(({ id }) => publicAddress(resources, id) === nat_ip_address);
  if (!own && !reserved) refuse(argument, `address ${nat_ip_address} not found`, 404);
}

function checkDisks(
  { secondary_disk, zone }: InstanceArguments,
  { resources, provider }: Context<InstanceArguments>,
  others: readonly Existing<InstanceArguments>[],
): void {
  for (const { disk_id } of secondary_disk) {
    const owner = others.find(({ args }) => args.secondary_disk.some((other) => other.disk_id === disk_id));
    if (owner)
      refuse("secondary_disk.disk_id", `disk ${disk_id} is already attached to instance ${called(owner)}`, 409);
    const place = resources.find(DISK, disk_id)?.args.zone;
    const here = zone ?? provider.zone;
    if (place && place !== here)
      refuse("secondary_disk.disk_id", `expected a disk in ${here}, found ${disk_id} in ${place}`);
  }
}

function checkUpdate(args: InstanceArguments, before: InstanceArguments): void {
  const fixed = ({ network_interface: [port], secondary_disk }: InstanceArguments) => ({
    "network_interface.subnet_id": port.subnet_id,
    "network_interface.ip_address": port.ip_address,
    "network_interface.nat": port.nat,
    "network_interface.nat_ip_address": port.nat_ip_address,
    secondary_disk: secondary_disk.map(({ disk_id, device_name }) => `${disk_id} as ${device_name}`).sort(),
  });
  const then: Readonly<Record<string, unknown>> = fixed(before);
  for (const [argument, value] of Object.entries(fixed(args))) {
    const [found, expected] = [shown(value), shown(then[argument])];
    if (found === expected) continue;
    refuse(argument, `the lab changes this by replacement only, expected ${expected}, found ${found}`);
  }
  const size = ({ resources: [{ cores, memory }], platform_id = "" }: InstanceArguments): string =>
    `${cores} cores, ${memory} GB, ${platform_id}`;
  if (size(args) !== size(before) && !args.allow_stopping_for_update) {
    refuse("allow_stopping_for_update", `expected true to change ${size(before)} to ${size(args)}, found false`);
  }
}

/** Finds the first address that no machine of the subnet has. @throws Refusal when none is left. */
export function freePrivateAddress(resources: Resources, subnetId: string): string {
  const network = subnetOf(resources, subnetId);
  const taken = new Set(resources.all(INSTANCES).map(({ args }) => args.network_interface[0].ip_address));
  const size = 2 ** (32 - network.prefixLength);
  for (let index = RESERVED; index < size - 1; index += 1) {
    const address = addressAt(network, index);
    if (!taken.has(address)) return address;
  }
  throw new Refusal(`no address is left in ${network.text}`, 409);
}

function subnetOf(resources: Resources, id: string) {
  const network = parseNetwork(resources.find(SUBNET, id)?.args.v4_cidr_blocks[0]);
  if (!network) throw new Refusal(`subnet ${id} not found`, 404);
  return network;
}

function shown(value: unknown): string {
  return value === undefined ? "nothing" : JSON.stringify(value);
}

function called({ id, args: { name } }: Existing<InstanceArguments>): string {
  return name ? `${name} (${id})` : id;
}

function refuse(argument: string, sentence: string, status: 400 | 404 | 409 = 400): never {
  throw new Refusal(`yandex_compute_instance ${argument}: ${sentence}`, status);
}
