/**
 * dnsmasq as the DNS server of all subnets. It knows the private zones and pool.ntp.org, and asks nobody else. It
 * listens on every address, as those of later subnets are not known yet; the packet filter leaves the right ones.
 */
export function dnsCommand(hosts: string, time: string): readonly string[] {
  return [
    "dnsmasq",
    "--keep-in-foreground",
    "--conf-file=/dev/null",
    "--no-resolv",
    "--no-hosts",
    "--no-poll",
    "--log-facility=-",
    // The lab's folder may be one that only root can enter.
    "--user=root",
    "--group=root",
    "--pid-file=",
    `--addn-hosts=${hosts}`,
    `--address=/pool.ntp.org/${time}`,
    // Everything that is not known does not exist, rather than being refused: a machine then asks no further.
    "--local=/#/",
  ];
}

/** The records as dnsmasq's hosts file. It reads the file again at SIGHUP. */
export function hostsFile(records: Readonly<Record<string, readonly string[]>>): string {
  return Object.entries(records)
    .flatMap(([name, addresses]) => addresses.map((address) => `${address} ${name.toLowerCase()}\n`))
    .join("");
}
