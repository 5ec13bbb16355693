import type { MachineSpec, Subnet } from "../../substrate";
import { subnetServices } from "../addresses";

/** Name that is written to the output when the server listens. */
export const DHCP_READY = "DHCP, static leases only";

/**
 * Command line of dnsmasq as the DHCP server of one machine: the address goes by the hardware address, with gateway and
 * DNS server of the subnet, for ever. Each machine has a server of its own, as each has a link of its own.
 * @param tap the link, which has the gateway's address
 * @param leases file of the server's own
 */
export function dhcpCommand(
  { address }: Pick<MachineSpec, "address">,
  { cidr }: Subnet,
  { tap, macAddress, leases }: { readonly tap: string; readonly macAddress: string; readonly leases: string },
): readonly string[] {
  const { gateway, dns, mask, network } = subnetServices(cidr);
  return [
    "dnsmasq",
    "--keep-in-foreground",
    "--conf-file=/dev/null",
    "--log-facility=-",
    // The lab's folder may be one that only root can enter.
    "--user=root",
    "--group=root",
    "--pid-file=",
    // DNS is the business of the lab's other dnsmasq.
    "--port=0",
    `--interface=${tap}`,
    "--except-interface=lo",
    "--bind-interfaces",
    "--no-ping",
    "--dhcp-authoritative",
    `--dhcp-leasefile=${leases}`,
    // The link has its address with /32, so the mask is given.
    `--dhcp-range=${network},static,${mask},infinite`,
    `--dhcp-host=${macAddress},${address},infinite`,
    `--dhcp-option=option:router,${gateway}`,
    `--dhcp-option=option:dns-server,${dns}`,
  ];
}
