/**
 * Command line of dnsmasq, the DNS server of all subnets. It knows the private zones and pool.ntp.org, and asks no other
 * server. It listens on every address, as those of later subnets are not known yet; the packet filter admits the right
 * ones.
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
    // Unknown names are answered with NXDOMAIN rather than REFUSED: a machine then asks no other server.
    "--local=/#/",
  ];
}

/** Content of dnsmasq's hosts file. dnsmasq reads the file again at SIGHUP. */
export function hostsFile(records: Readonly<Record<string, readonly string[]>>): string {
  return Object.entries(records)
    .flatMap(([name, addresses]) => addresses.map((address) => `${address} ${name.toLowerCase()}\n`))
    .join("");
}
