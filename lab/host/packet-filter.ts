import type { MachineSpec, SecurityGroup, SecurityRule, Subnet } from "../substrate";
import { type LabAddresses, METADATA_ADDRESS, subnetServices } from "./addresses";
import { clientLink, delayedLink, machineLink } from "./names";

/** The port on the host where the package cache listens. Machines know it as port 80, like any mirror of Debian. */
export const PACKAGE_CACHE_PORT = 3142;

const DHCP_REQUEST = "udp sport 68 udp dport 67";

/** Input of the router's packet filter. */
export interface Traffic {
  readonly addresses: LabAddresses;
  readonly subnets: readonly Subnet[];
  readonly groups: readonly SecurityGroup[];
  readonly machines: readonly MachineSpec[];
  /** Ids of the machines that are cut off. */
  readonly cut: readonly string[];
  /** Share of packets that machines lose in each direction, by id. */
  readonly loss: Readonly<Record<string, number>>;
  /** Ids of the machines whose packets pass a DelayLine. */
  readonly delayed: readonly string[];
  readonly clients: readonly { readonly name: string }[];
  /** Whether machines ask for their addresses. */
  readonly dhcp: boolean;
}

/**
 * The router's whole packet filter, for `nft -f`: it replaces the previous one in one step.
 *
 * Every packet between machines is routed and none is bridged, so that it passes here on a host without br_netfilter
 * too. A packet passes when the sender's groups let it out and the receiver's let it in. Outgoing packets are judged by
 * the address they were sent to, before translation, as in the cloud.
 */
export function ruleset(traffic: Traffic): string {
  const links = linkSets(traffic);
  const chains = [
    ...traffic.machines.flatMap((machine) => groupChains(machine, traffic.groups)),
    sources(traffic, links),
    targets(traffic, links),
    published(traffic),
    translated(traffic, links),
    forward(traffic, links),
    input(traffic, links),
    output(links),
  ];
  // Declared first, so that the deletion also works when there is nothing yet.
  return ["table inet lab", "delete table inet lab", "table inet lab {", ...chains, "}", ""].join("\n");
}

/** Interfaces of the router, quoted, by what is at their other ends. */
interface LinkSets {
  readonly clients: readonly string[];
  /** The host and the clients. */
  readonly outside: readonly string[];
  readonly machines: readonly string[];
  /** Machines that ask for their addresses. */
  readonly asking: readonly string[];
  /** Machines whose packets leave their subnet. */
  readonly online: readonly string[];
  readonly cut: readonly string[];
}

function linkSets({ subnets, machines, ...traffic }: Traffic): LinkSets {
  const linksOfAll = (some: readonly MachineSpec[]): readonly string[] => some.flatMap(({ id }) => linksOf(id));
  const clients = traffic.clients.map(({ name }) => quote(clientLink(name)));
  return {
    clients,
    outside: [quote("up0"), ...clients],
    machines: linksOfAll(machines),
    asking: traffic.dhcp ? linksOfAll(machines) : [],
    online: linksOfAll(machines.filter((machine) => reachesInternet(machine, subnets))),
    cut: linksOfAll(machines.filter(({ id }) => traffic.cut.includes(id))),
  };
}

/** Raw, before routing: senders that are cut off, late, lossy or not who they say they are. */
function sources(traffic: Traffic, { cut, asking }: LinkSets): string {
  const { machines, delayed } = traffic;
  // The delay line has read these packets, and sends them on later through its own interface.
  const read = machines.filter(({ id }) => delayed.includes(id)).map(({ id }) => quote(machineLink(id)));
  return chain("sources", "filter hook prerouting priority raw; policy accept", [
    ...when(cut, `iifname ${set(cut)} drop`),
    // From 0.0.0.0, to a server that listens on the link itself.
    ...when(asking, `iifname ${set(asking)} ${DHCP_REQUEST} accept`),
    ...when(read, `iifname ${set(read)} drop`),
    ...losses(traffic, "iifname"),
    ...machines.map(({ id, address }) => `iifname ${set(linksOf(id))} ip saddr != ${address} drop`),
  ]);
}

/** Raw, after routing: receivers that are cut off or lossy. */
function targets(traffic: Traffic, { cut }: LinkSets): string {
  return chain("targets", "filter hook postrouting priority raw; policy accept", [
    ...when(cut, `oifname ${set(cut)} drop`),
    ...losses(traffic, "oifname"),
  ]);
}

/** Destination NAT: the package cache, and public addresses to private ones. */
function published({ addresses, machines }: Traffic): string {
  return chain("published", "nat hook prerouting priority dstnat; policy accept", [
    `ip daddr ${addresses.host} tcp dport 80 dnat ip to ${addresses.host}:${PACKAGE_CACHE_PORT}`,
    ...publicAddresses(machines).map(([address, publicAddress]) => `ip daddr ${publicAddress} dnat ip to ${address}`),
  ]);
}

/** Source NAT: private addresses to public ones on the internet's side. */
function translated({ machines }: Traffic, { outside }: LinkSets): string {
  return chain("translated", "nat hook postrouting priority srcnat; policy accept", [
    ...publicAddresses(machines).map(
      ([address, publicAddress]) => `ip saddr ${address} oifname ${set(outside)} snat ip to ${publicAddress}`,
    ),
    // The host has no route to the machines' own subnets, and needs none.
    `oifname "up0" masquerade`,
  ]);
}

/** Packets between machines, clients and the host. */
function forward({ addresses, machines }: Traffic, { clients, outside, online }: LinkSets): string {
  return chain("forward", "filter hook forward priority filter; policy drop", [
    "ct state established,related accept",
    "ct state invalid drop",
    ...verdicts("iifname", machines, egressChain),
    // Private addresses cannot be reached from the internet's side.
    `iifname ${set(outside)} ct status & dnat != dnat drop`,
    ...verdicts("oifname", machines, ingressChain),
    ...when(
      online,
      `iifname ${set(online)} oifname "up0" ip daddr ${addresses.host} tcp dport ${PACKAGE_CACHE_PORT} accept`,
    ),
    // Clients have no security groups of their own, so machines may reach them.
    ...when(clients.length > 0 ? online : [], `iifname ${set(online)} oifname ${set(clients)} accept`),
  ]);
}

/** Packets to the router's own services: metadata, time, object storage, DNS, and gateways that answer pings. */
function input({ addresses, machines, subnets }: Traffic, { machines: links, asking, online }: LinkSets): string {
  const services = subnets.map(({ cidr }) => subnetServices(cidr));
  const served = services.length > 0 ? links : [];
  return chain("input", "filter hook input priority filter; policy drop", [
    `iifname "lo" accept`,
    "ct state established,related accept",
    // In the cloud no security group is asked for it either.
    ...when(asking, `iifname ${set(asking)} ${DHCP_REQUEST} accept`),
    ...verdicts("iifname", machines, egressChain),
    ...when(links, `iifname ${set(links)} ip daddr ${METADATA_ADDRESS} tcp dport 80 accept`),
    ...when(online, `iifname ${set(online)} ip daddr ${addresses.time} udp dport 123 accept`),
    // The host too: the engine may keep its state there.
    `iifname ${set(['"up0"', ...online])} ip daddr ${addresses.storage} tcp dport 443 accept`,
    ...when(
      served,
      `iifname ${set(links)} ip daddr ${set(services.map(({ dns }) => dns))} meta l4proto { tcp, udp } th dport 53 accept`,
    ),
    ...when(
      served,
      `iifname ${set(links)} ip daddr ${set(services.map(({ gateway }) => gateway))} icmp type echo-request accept`,
    ),
  ]);
}

/** Packets of the router itself. It asks for nothing: only answers leave it. */
function output({ asking }: LinkSets): string {
  return chain("output", "filter hook output priority filter; policy drop", [
    `oifname "lo" accept`,
    "ct state established,related accept",
    // A server answers from another address than the one that was asked.
    ...when(asking, `oifname ${set(asking)} udp sport 67 udp dport 68 accept`),
  ]);
}

/** What a machine's security groups let out and in. */
function groupChains({ id, securityGroupIds }: MachineSpec, all: readonly SecurityGroup[]): readonly string[] {
  const groups = all.filter((group) => securityGroupIds.includes(group.id));
  const egress = groups.flatMap((group) => group.egress.flatMap(egressRules));
  const ingress = groups.flatMap((group) => group.ingress.flatMap(ingressRules));
  return [
    chain(egressChain(id), undefined, [...egress, "counter drop"]),
    chain(ingressChain(id), undefined, [...ingress, "counter drop"]),
  ];
}

/** Private and public address of each machine that has both. */
function publicAddresses(machines: readonly MachineSpec[]): readonly (readonly [string, string])[] {
  return machines.flatMap(({ address, publicAddress }) => (publicAddress ? [[address, publicAddress] as const] : []));
}

function losses({ machines, loss }: Traffic, key: string): readonly string[] {
  return machines.flatMap(({ id }) => {
    const perMille = Math.round((loss[id] ?? 0) * 1000);
    return perMille > 0 ? [`${key} ${set(linksOf(id))} numgen random mod 1000 0-${perMille - 1} drop`] : [];
  });
}

/** Whether packets of the machine come out of its subnet. */
function reachesInternet({ publicAddress, subnetId }: MachineSpec, subnets: readonly Subnet[]): boolean {
  return publicAddress !== undefined || (subnets.find(({ id }) => id === subnetId)?.nat ?? false);
}

function egressRules(rule: SecurityRule): readonly string[] {
  return matches(rule, "ct original ip daddr", "ct original proto-dst", "return");
}

function ingressRules(rule: SecurityRule): readonly string[] {
  return matches(rule, "ip saddr", "th dport", "accept");
}

function matches({ protocol, ports, cidrs }: SecurityRule, address: string, port: string, verdict: string): string[] {
  const layer4 = {
    ANY: ports ? ["meta l4proto { tcp, udp }"] : [],
    TCP: ["meta l4proto tcp"],
    UDP: ["meta l4proto udp"],
    ICMP: ["meta l4proto icmp"],
  }[protocol];
  const range = ports && protocol !== "ICMP" ? [`${port} ${ports[0]}-${ports[1]}`] : [];
  // One rule for each, as a set refuses overlapping ranges. The lab has no IPv6.
  return cidrs
    .filter((cidr) => !cidr.includes(":"))
    .map((cidr) => [`${address} ${cidr}`, ...layer4, ...range, verdict].join(" "));
}

function chain(name: string, hook: string | undefined, rules: readonly string[]): string {
  return [
    `  chain ${name} {`,
    ...(hook ? [`    type ${hook};`] : []),
    ...rules.map((rule) => `    ${rule}`),
    "  }",
  ].join("\n");
}

function verdicts(key: string, machines: readonly MachineSpec[], to: (id: string) => string): readonly string[] {
  const elements = machines.flatMap(({ id }) => linksOf(id).map((link) => `${link} : jump ${to(id)}`));
  return when(elements, `${key} vmap ${set(elements)}`);
}

function when(elements: readonly string[], rule: string): readonly string[] {
  return elements.length > 0 ? [rule] : [];
}

/** The interfaces towards a machine: its link, and the device of its delay line when there is one. */
function linksOf(id: string): readonly string[] {
  return [quote(machineLink(id)), quote(delayedLink(id))];
}

function egressChain(id: string): string {
  return `egress-${machineLink(id)}`;
}

function ingressChain(id: string): string {
  return `ingress-${machineLink(id)}`;
}

function set(elements: readonly string[]): string {
  return `{ ${elements.join(", ")} }`;
}

function quote(name: string): string {
  return `"${name}"`;
}
