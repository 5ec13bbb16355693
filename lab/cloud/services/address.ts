import { z } from "zod";
import { addressAt, parseNetwork } from "../../../config/schema/ipv4";
import { publicAddress } from "../instance-addresses";
import type { Address } from "../kinds";
import { Refusal } from "../refusal";
import type { Store } from "../store";
import { methods } from "./collection";
import { common, fresh, naming } from "./fields";
import type { Room, Service } from "./service";
import { requireZone } from "./zones";

/** Places in the network that addresses are taken from. Routers have those before, clients those after. */
const FIRST = 16;
const LAST = 199;

const spec = z.strictObject({
  zone_id: z.string(),
  address: z.string().optional(),
  // The provider sends an empty one; the lab has no protection and no other ways of mail.
  requirements: z.strictObject({}).optional(),
});
const fields = { ...naming, deletion_protection: z.boolean().default(false) };

/** Static public addresses, taken from the lab's internet. */
export function addresses(room: Room): Service {
  const { store, internet } = room;
  const show = (address: Address): Address => ({ ...address, used: publicAddresses(store).has(valueOf(address)) });
  return {
    name: "vpc.v1.AddressService",
    ...methods(room, {
      kind: "vpc_address",
      idField: "address_id",
      listField: "addresses",
      create: z.strictObject({ ...common, ...fields, external_ipv4_address_spec: spec }),
      update: { ...fields, reserved: z.boolean().optional() },
      make: ({ external_ipv4_address_spec: { zone_id, address }, deletion_protection, ...named }) => {
        requireZone(zone_id);
        if (address) throw new Refusal(`external_ipv4_address_spec.address: expected nothing, found ${address}`);
        return {
          ...fresh("e9b", named),
          external_ipv4_address: { address: freePublicAddress(store, internet), zone_id },
          deletion_protection,
          reserved: true,
          used: false,
          type: "EXTERNAL",
          ip_version: "IPV4",
        };
      },
      takes: { publicAddresses: 1, staticAddresses: 1 },
      remove: (address) => {
        if (!show(address).used) return Promise.resolve();
        throw new Refusal(`address ${valueOf(address)} cannot be deleted: an instance uses it`, "FAILED_PRECONDITION");
      },
      show,
    }),
  };
}

function valueOf({ external_ipv4_address: { address } }: Address): string {
  return address;
}

/** Public addresses that machines have. */
export function publicAddresses(store: Store): ReadonlySet<string> {
  return new Set(store.all("compute_instance").flatMap((machine) => publicAddress(machine) ?? []));
}

/** Whether an address is reserved. */
export function isReserved(store: Store, value: string): boolean {
  return store.all("vpc_address").some((address) => valueOf(address) === value);
}

/**
 * Finds the first public address that is neither reserved nor in use.
 *
 * @param internet IPv4 CIDR
 * @throws Refusal when none is left
 */
export function freePublicAddress(store: Store, internet: string): string {
  const network = parseNetwork(internet);
  if (!network) throw new Error(`the lab's internet: expected an IPv4 network, found ${internet}`);
  const taken = publicAddresses(store);
  for (let index = FIRST; index <= LAST; index += 1) {
    const address = addressAt(network, index);
    if (!taken.has(address) && !isReserved(store, address)) return address;
  }
  throw new Refusal(`no public address is left in ${network.text}`, "RESOURCE_EXHAUSTED");
}
