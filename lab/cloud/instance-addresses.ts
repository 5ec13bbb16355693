import type { Instance } from "./kinds";

export function privateAddress({ network_interfaces: [port] }: Instance): string {
  return port.primary_v4_address.address;
}

/** undefined: the machine has none. */
export function publicAddress({ network_interfaces: [port] }: Instance): string | undefined {
  return port.primary_v4_address.one_to_one_nat?.address;
}
