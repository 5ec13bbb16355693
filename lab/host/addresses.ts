import { IPv4 } from "ipaddr.js";

/** Address of the metadata service, the same on every machine. */
export const METADATA_ADDRESS = "169.254.169.254";

/** Number of labs that one host can hold. */
export const SLOTS = 250;

/**
 * Addresses outside the machines' own subnets. They are taken from 198.18.0.0/15, which RFC 2544 reserves for such tests,
 * so that they hide no real network from the host. Each lab on a host has a slot of its own, 0 to 249.
 */
export interface LabAddresses {
  readonly slot: number;
  /** Network of the lab's internet side: public addresses and clients. */
  readonly publicCidr: string;
  /** The clients' gateway. */
  readonly clientGateway: string;
  /** Time server: every name of pool.ntp.org resolves to it. */
  readonly time: string;
  /** Object storage, when the installation has backups. */
  readonly storage: string;
  /** The host's end of the uplink: from here the engine connects, here the package cache listens. */
  readonly host: string;
  /** The router's end of the uplink. */
  readonly router: string;
}

export function labAddresses(slot: number): LabAddresses {
  return {
    slot,
    publicCidr: `198.18.${slot}.0/24`,
    clientGateway: `198.18.${slot}.1`,
    time: `198.18.${slot}.2`,
    storage: `198.18.${slot}.3`,
    host: `198.19.${slot}.1`,
    router: `198.19.${slot}.2`,
  };
}

/** The first address of a subnet is its gateway, the second its DNS server. `length` and `mask` say how long its prefix is. */
export function subnetServices(cidr: string): {
  readonly gateway: string;
  readonly dns: string;
  readonly length: number;
  readonly network: string;
  readonly mask: string;
} {
  const [network, length] = IPv4.parseCIDR(cidr);
  const [a, b, c, d] = network.octets as [number, number, number, number];
  if (d > 253)
    throw new Error(`subnet ${cidr}: expected room for a gateway and a DNS server after ${network.toString()}`);
  return {
    gateway: `${a}.${b}.${c}.${d + 1}`,
    dns: `${a}.${b}.${c}.${d + 2}`,
    length,
    network: network.toString(),
    mask: IPv4.subnetMaskFromPrefixLength(length).toString(),
  };
}
