import { existsSync } from "node:fs";
import { networkInterfaces } from "node:os";
import { join } from "node:path";
import type { MachineSpec, Subnet } from "../substrate";
import { type LabAddresses, labAddresses, METADATA_ADDRESS, SLOTS, subnetServices } from "./addresses";
import { clientLink, delayedLink, macAddress, machineLink, type Names } from "./names";
import { ip, run, succeeds } from "./run";

/** One address for all gateways: a machine that comes and goes never makes a neighbour's ARP entry stale. */
const ROUTER_MAC = "02:00:00:00:00:01";

/** Ruleset that drops everything, applied before the router has an interface. */
const CLOSED = `table inet lab
delete table inet lab
table inet lab {
  chain forward { type filter hook forward priority filter; policy drop; }
  chain input { type filter hook input priority filter; policy drop; }
  chain output { type filter hook output priority filter; policy drop; }
}
`;

/**
 * The router: a network namespace that connects all machines, each on a link of its own. There is no bridge, as there is
 * none in the cloud: machines see each other's addresses as neighbours because the router answers for them (proxy ARP),
 * and it answers for unused addresses too, so that connections to them time out.
 */
export class Router {
  constructor(private readonly names: Names) {}

  /** Makes the router, closed. @returns the lab's addresses */
  async make(preferred: number): Promise<LabAddresses> {
    const present = this.slot();
    if (present !== undefined && existsSync(join("/run/netns", this.names.router))) return labAddresses(present);
    // A crash may have left half of one, with no machine on it.
    await this.remove();
    const { router } = this.names;
    await run("ip", ["netns", "add", router]);
    await this.filter(CLOSED);
    // A delayed machine is sent to by one interface, and heard by another (rp_filter); the packet filter knows senders.
    await this.sysctl({
      ip_forward: 1,
      "conf/default/proxy_arp": 1,
      "conf/all/rp_filter": 0,
      "conf/default/rp_filter": 0,
    });
    await ip(router, ["link set lo up", "link add void type veth peer name void-end", "link set void up"]);
    for (let tried = 0; tried < SLOTS; tried++) {
      const addresses = labAddresses((preferred + tried) % SLOTS);
      if (await this.connect(addresses)) return addresses;
    }
    throw new Error(`lab ${this.names.id}: expected a free slot for its addresses, found ${SLOTS} labs on this host`);
  }

  /** The slot of the present router, read from the address of its uplink. */
  slot(): number | undefined {
    const found = networkInterfaces()[this.names.uplink]?.find(({ family }) => family === "IPv4")?.address;
    return found === undefined ? undefined : Number(found.split(".")[2]);
  }

  /** Connects the router to the host. @returns false when another lab has the slot */
  private async connect({ publicCidr, clientGateway, time, storage, host, router }: LabAddresses): Promise<boolean> {
    const { uplink, router: namespace } = this.names;
    const taken = Object.values(networkInterfaces()).some((list) => list?.some(({ address }) => address === host));
    if (taken) return false;
    await ip(undefined, [
      `link add ${uplink} type veth peer name up0 netns ${namespace}`,
      // Link-local addresses would be one more way to ask the host.
      `link set ${uplink} addrgenmode none`,
      `addr add ${host}/30 dev ${uplink}`,
    ]);
    await ip(namespace, [
      ...[METADATA_ADDRESS, time, storage, clientGateway].map((address) => `addr replace ${address}/32 dev lo`),
      `addr replace ${router}/30 dev up0`,
      "link set up0 up",
      `route replace ${publicCidr} dev void`,
    ]);
    await ip(undefined, [`link set ${uplink} up`]);
    await ip(namespace, [`route replace default via ${host}`]);
    // The route exists when a lab that was made at the same time was quicker.
    if (await succeeds("ip", ["route", "add", publicCidr, "via", router, "dev", uplink])) return true;
    await run("ip", ["link", "del", uplink]);
    return false;
  }

  /** Applies a ruleset in one step. */
  async filter(ruleset: string): Promise<void> {
    await run("ip", ["netns", "exec", this.names.router, "nft", "-f", "-"], { input: ruleset });
  }

  async addSubnet({ cidr }: Subnet): Promise<void> {
    const { gateway, dns } = subnetServices(cidr);
    await ip(this.names.router, [
      `addr replace ${gateway}/32 dev lo`,
      `addr replace ${dns}/32 dev lo`,
      `route replace ${cidr} dev void`,
    ]);
  }

  async removeSubnet({ cidr }: Subnet): Promise<void> {
    const { gateway, dns } = subnetServices(cidr);
    await ip(this.names.router, [
      `route del ${cidr} dev void`,
      `addr del ${gateway}/32 dev lo`,
      `addr del ${dns}/32 dev lo`,
    ]);
  }

  /** Makes a new network namespace with eth0 for a machine: rules and sysctls of an earlier boot are gone. */
  async attachMachine({ id, address }: MachineSpec, { cidr }: Subnet): Promise<void> {
    await this.detachMachine(id);
    const { gateway, length } = subnetServices(cidr);
    await this.attach(this.names.machine(id), machineLink(id), `${address}/${length}`, gateway);
  }

  /**
   * Makes the router's end of a virtual machine's link: a tap device, which QEMU takes in the router's namespace. It has
   * the gateway's address, as a DHCP server answers only from one.
   */
  async attachTap({ id, address }: MachineSpec, { cidr }: Subnet): Promise<void> {
    await this.unplug(id);
    const link = machineLink(id);
    await ip(this.names.router, [
      `tuntap add dev ${link} mode tap`,
      `link set ${link} address ${ROUTER_MAC}`,
      `link set ${link} addrgenmode none`,
      `addr add ${subnetServices(cidr).gateway}/32 dev ${link}`,
      `link set ${link} up`,
      `route replace ${address}/32 dev ${link}`,
    ]);
    await this.answerAtOnce(link);
  }

  /** Unplugs a machine and removes its namespace, which ends with its last process. */
  async detachMachine(id: string): Promise<void> {
    await this.unplug(id);
    await this.removeNamespace(this.names.machine(id));
  }

  /** Removes a machine's link: no packet reaches the machine or leaves it any more. */
  async unplug(id: string): Promise<void> {
    // Explicitly: with its namespace it would go some time later, and its name be taken until then.
    if (await this.has(machineLink(id))) await ip(this.names.router, [`link del ${machineLink(id)}`]);
  }

  /** Makes a network namespace with eth0 for a client, on the internet's side. */
  async attachClient(name: string, address: string, gateway: string): Promise<void> {
    await this.detachClient(name);
    await this.attach(this.names.client(name), clientLink(name), `${address}/24`, gateway);
  }

  async detachClient(name: string): Promise<void> {
    if (await this.has(clientLink(name))) await ip(this.names.router, [`link del ${clientLink(name)}`]);
    await this.removeNamespace(this.names.client(name));
  }

  private async attach(namespace: string, link: string, address: string, gateway: string): Promise<void> {
    const [own = ""] = address.split("/");
    await run("ip", ["netns", "add", namespace]);
    await ip(this.names.router, [
      `link add ${link} address ${ROUTER_MAC} type veth peer name eth0 address ${macAddress(namespace)} netns ${namespace}`,
      `link set ${link} up`,
      `route replace ${own}/32 dev ${link}`,
    ]);
    await this.answerAtOnce(link);
    await ip(namespace, [
      "link set lo up",
      `addr add ${address} dev eth0`,
      "link set eth0 up",
      `route add default via ${gateway}`,
    ]);
  }

  /** A command line that runs in the router's namespace. */
  inside(command: readonly string[]): readonly string[] {
    return ["ip", "netns", "exec", this.names.router, ...command];
  }

  /** Routes packets for a machine to its DelayLine, which has to be there. */
  async routeToDelayLine(id: string, address: string): Promise<void> {
    const link = delayedLink(id);
    await ip(this.names.router, [
      // A whole list comes in one burst.
      `link set ${link} address ${ROUTER_MAC} txqueuelen 20000`,
      `link set ${link} addrgenmode none`,
      `link set ${link} up`,
      // No program at its other end answers ARP.
      `neigh replace ${address} lladdr ${macAddress(this.names.machine(id))} dev ${link} nud permanent`,
      `route replace ${address}/32 dev ${link}`,
    ]);
  }

  /** Routes packets for a machine to its own link again. */
  async routeDirectly(id: string, address: string): Promise<void> {
    if (await this.has(machineLink(id)))
      await ip(this.names.router, [`route replace ${address}/32 dev ${machineLink(id)}`]);
  }

  async remove(): Promise<void> {
    const { uplink, router } = this.names;
    if (existsSync(join("/sys/class/net", uplink))) await run("ip", ["link", "del", uplink]);
    await this.removeNamespace(router);
  }

  async removeNamespace(namespace: string): Promise<void> {
    if (existsSync(join("/run/netns", namespace))) await run("ip", ["netns", "del", namespace]);
  }

  /** Settings below /proc/sys/net/ipv4 of the router's namespace. */
  private async sysctl(settings: Readonly<Record<string, number>>): Promise<void> {
    const lines = Object.entries(settings).map(([name, value]) => `echo ${value} >/proc/sys/net/ipv4/${name}`);
    await run("ip", ["netns", "exec", this.names.router, "sh", "-euc", lines.join("\n")]);
  }

  /** Answers for others would wait up to 0.8 s. */
  private async answerAtOnce(link: string): Promise<void> {
    await this.sysctl({ [`neigh/${link}/proxy_delay`]: 0 });
  }

  private async has(link: string): Promise<boolean> {
    return succeeds("ip", ["-n", this.names.router, "link", "show", link]);
  }
}
