import { IPv4 } from "ipaddr.js";

/** An IPv4 network. */
export interface Ipv4Network {
  /** First address and prefix length, for example `10.130.0.0/24`, whatever address it was written with. */
  readonly text: string;
  readonly first: IPv4;
  readonly prefixLength: number;
}

export function isIpv4(value: unknown): value is string {
  return typeof value === "string" && IPv4.isValidFourPartDecimal(value);
}

/** Parses a network. `undefined` when it is none: that problem is reported elsewhere. */
export function parseNetwork(value: unknown): Ipv4Network | undefined {
  if (typeof value !== "string" || !IPv4.isValidCIDRFourPartDecimal(value)) return undefined;
  const [, prefixLength] = IPv4.parseCIDR(value);
  const first = IPv4.networkAddressFromCIDR(value);
  return { text: `${first.toString()}/${prefixLength}`, first, prefixLength };
}

export function overlap(a: Ipv4Network, b: Ipv4Network): boolean {
  return a.first.match(b.first, Math.min(a.prefixLength, b.prefixLength));
}

/** Counts from the network's first address to `address`; `undefined` when it is outside. */
export function indexIn(network: Ipv4Network, address: string): number | undefined {
  const parsed = IPv4.parse(address);
  return parsed.match(network.first, network.prefixLength) ? toNumber(parsed) - toNumber(network.first) : undefined;
}

/** The address `index` places after the network's first. */
export function addressAt(network: Ipv4Network, index: number): string {
  const number = toNumber(network.first) + index;
  return new IPv4([24, 16, 8, 0].map((shift) => (number >>> shift) & 255)).toString();
}

function toNumber(address: IPv4): number {
  return address.toByteArray().reduce((number, byte) => number * 256 + byte, 0);
}
