import ipaddr from "ipaddr.js";
import type { Installation } from "../config/schema";
import type { Peer } from "./flows";

/** Computes the IPv4 CIDRs of every peer, the two ends of flows. */
export function peers({ network, ssh }: Installation): Record<Peer, string[]> {
  const { addresses, edgeSubnet, privateSubnet } = network;
  return {
    edge: [host(addresses.edge)],
    "app-node": [host(addresses.app1), host(addresses.app2)],
    database: [host(addresses.database)],
    internet: ["0.0.0.0/0"],
    administrators: [...ssh.sources],
    resolver: [host(resolver(edgeSubnet)), host(resolver(privateSubnet))],
    metadata: ["169.254.169.254/32"],
  };
}

/** The second address of a Yandex Cloud subnet is its DNS server. */
function resolver(subnet: string): string {
  const bytes = ipaddr.IPv4.networkAddressFromCIDR(subnet).toByteArray();
  return [...bytes.slice(0, 3), (bytes[3] ?? 0) + 2].join(".");
}

function host(address: string): string {
  return `${address}/32`;
}
