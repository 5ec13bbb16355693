import { readFileSync } from "node:fs";
import { join } from "node:path";
import ipaddr from "ipaddr.js";
import { loadInstallation } from "../../../config/load";
import { flows, type Peer } from "../../../constructs/flows";
import { peers } from "../../../constructs/peers";
import { labPaths } from "../../../lab/paths";
import { subnetServices } from "../../../lab/host/addresses";
import type { Lab, Machine } from "../../../lab";
import { MACHINES } from "./machines";

/** `refused`: it got through and nobody listened, or a fence said no at once. `silent`: a packet filter dropped it. */
export type Found = "open" | "refused" | "silent";

/** A machine's name, or `internet`. */
export type Place = string;

export interface Port {
  readonly protocol: "tcp" | "udp";
  readonly port: number;
}

export interface Target extends Port {
  /** A machine, or any other name for what is at the address. */
  readonly at: Place;
  readonly address: string;
}

export const tcp = (...ports: readonly number[]): Port[] => ports.map((port) => ({ protocol: "tcp", port }));
export const udp = (...ports: readonly number[]): Port[] => ports.map((port) => ({ protocol: "udp", port }));

const PROBE = readFileSync(join(__dirname, "probe.py"), "utf8");

/** Who can reach whom in a lab. */
export class Reachability {
  private readonly installation;
  private readonly peers;

  private constructor(
    private readonly lab: Lab,
    name: string,
    private readonly addresses: ReadonlyMap<Place, string>,
  ) {
    this.installation = loadInstallation(labPaths(name).installation);
    this.peers = peers(this.installation);
  }

  static async of(lab: Lab, name: string): Promise<Reachability> {
    const { machines } = await lab.status();
    const client = (await lab.client.succeed("hostname -I")).trim();
    const addresses = machines.map(({ name, address }) => [name, address] as const);
    return new Reachability(lab, name, new Map([...addresses, ["internet", client]]));
  }

  /** Ports of a place, at its private address. */
  targets(at: Place, ports: readonly Port[]): Target[] {
    return ports.map((port) => ({ ...port, at, address: this.address(at) }));
  }

  /** The DNS server of a place's subnet, and the metadata service. */
  services(): Target[] {
    const { edgeSubnet, privateSubnet } = this.installation.network;
    const resolvers = [edgeSubnet, privateSubnet].flatMap((subnet) =>
      [...tcp(53), ...udp(53)].map((port) => ({ ...port, at: `DNS ${subnet}`, address: subnetServices(subnet).dns })),
    );
    return [...resolvers, { at: "metadata", address: "169.254.169.254", protocol: "tcp", port: 80 }];
  }

  /** Whether the table of flows lets somebody connect: out of where they are, and into where they want to go. */
  allowed(from: Place, { at, address, protocol, port }: Target): boolean {
    const includes = (peer: Peer, address: string) =>
      this.peers[peer].some((cidr) => ipaddr.IPv4.parse(address).match(ipaddr.IPv4.parseCIDR(cidr)));
    const rows = flows(this.installation.bingo.instancesPerNode).filter(
      ({ ports: [first, last], ...row }) => row.protocol === protocol.toUpperCase() && first <= port && port <= last,
    );
    const own = MACHINES[from];
    const other = MACHINES[at];
    const out = own === undefined || rows.some((row) => row.from === own && includes(row.to, address));
    const into = other === undefined || rows.some((row) => row.to === other && includes(row.from, this.address(from)));
    return out && into;
  }

  /**
   * What somebody finds who connects to all targets at once. Takes 4 s when one of them is silent.
   *
   * @param as a command in front of the one that connects, for example to become another user
   */
  async found(from: Place, targets: readonly Target[], as = ""): Promise<Found[]> {
    const shell = from === "internet" ? this.lab.client : this.lab.machine(from);
    const words = targets.map(({ at, address, protocol, port }) => {
      // The internet knows one address of the installation.
      const way = from === "internet" && at === "edge" ? new URL(this.lab.urls.http).hostname : address;
      return `${protocol}/${way}/${String(port)}`;
    });
    return (await shell.succeed(`${as} python3 - ${words.join(" ")}`, { input: PROBE })).trim().split("\n") as Found[];
  }

  private address(place: Place): string {
    return this.addresses.get(place) as string;
  }
}

/** In front of a command on an app node: with the network of its first bingo container. */
export async function inContainer(machine: Machine): Promise<string> {
  const pid = (await machine.succeed("docker inspect --format '{{.State.Pid}}' bingo-1")).trim();
  return `nsenter --net --target ${pid}`;
}

export const labelOf = ({ at, port, protocol }: Target): string => `${at} ${String(port)}/${protocol}`;

/** A line for each target that is not silent to all, with what those in the columns find there. */
export function table(
  columns: readonly Place[],
  targets: readonly Target[],
  found: (from: Place, target: Target) => Found,
): string {
  const line = (name: string, cells: readonly string[]) =>
    [name.padEnd(25), ...cells.map((cell) => (cell === "silent" ? "-" : cell).padEnd(9))].join("").trimEnd();
  const lines = targets
    .map((target) => ({ target, cells: columns.map((from) => (target.at === from ? "self" : found(from, target))) }))
    .filter(({ cells }) => !cells.every((cell) => cell === "silent" || cell === "self"))
    .map(({ target, cells }) => line(labelOf(target), cells));
  return ["", line("", columns), ...lines, ""].join("\n");
}
