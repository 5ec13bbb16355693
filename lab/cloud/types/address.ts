import { z } from "zod";
import { addressAt, parseNetwork } from "../../../config/schema/ipv4";
import { Refusal } from "../refusal";
import type { ResourceType, Resources } from "../resource-type";
import { common, one } from "./arguments";
import { INSTANCES } from "./instance-kind";

const argumentsOf = z.strictObject({
  ...common,
  deletion_protection: z.boolean().optional(),
  external_ipv4_address: one(z.strictObject({ address: z.string().optional(), zone_id: z.string().optional() })),
});

/** Places in the network that addresses are taken from. Routers have those before, clients those after. */
const FIRST = 16;
const LAST = 199;

/** A static public address, taken from the lab's internet. */
export const ADDRESS: ResourceType<z.output<typeof argumentsOf>> = {
  type: "yandex_vpc_address",
  title: "address",
  idPrefix: "e9b",
  arguments: argumentsOf,
  computed: (_, { resources, internet, provider }) => ({
    external_ipv4_address: [{ address: freePublicAddress(resources, internet), zone_id: provider.zone }],
    reserved: true,
  }),
  refresh: (_, { id, resources }) => {
    const address = publicAddress(resources, id);
    const used = resources.all(INSTANCES).some(({ args }) => args.network_interface[0].nat_ip_address === address);
    return Promise.resolve({ used });
  },
};

/** Returns the address that a `yandex_vpc_address` has reserved. */
export function publicAddress(resources: Resources, id: string): string | undefined {
  const state = resources.find(ADDRESS, id)?.state as
    { readonly external_ipv4_address: readonly { readonly address: string }[] } | undefined;
  return state?.external_ipv4_address[0]?.address;
}

/**
 * Finds the first public address that is neither reserved nor in use.
 *
 * @param internet IPv4 CIDR
 * @throws Refusal when none is left.
 */
export function freePublicAddress(resources: Resources, internet: string): string {
  const network = parseNetwork(internet);
  if (!network) throw new Error(`the lab's internet: expected an IPv4 network, found ${internet}`);
  const taken = new Set([
    ...resources.all(ADDRESS).map(({ id }) => publicAddress(resources, id)),
    ...resources.all(INSTANCES).map(({ args }) => args.network_interface[0].nat_ip_address),
  ]);
  for (let index = FIRST; index <= LAST; index += 1) {
    const address = addressAt(network, index);
    if (!taken.has(address)) return address;
  }
  throw new Refusal(`no public address is left in ${network.text}`, 409);
}
