import type { MachineSpec, SecurityGroup, SecurityRule, Subnet } from "../substrate";
import { type LabAddresses, METADATA_ADDRESS, subnetServices } from "./addresses";
import { clientLink, delayedLink, machineLink } from "./names";

/** The port on the host where the package cache listens. Machines know it as port 80, like any mirror of Debian. */
export const PACKAGE_CACHE_PORT = 3142;

/** What the router's packet filter depends on. */
export interface Traffic {
  readonly addresses: LabAddresses;
  readonly subnets: readonly Subnet[];
  readonly groups: readonly SecurityGroup[];
  readonly machines: readonly MachineSpec[];
  /** Ids of the machines that are cut off. */
  readonly cut: readonly string[];
  /** Share of packets that machines lose in each direction, by id. */
  readonly loss: Readonly<Record<string, number>>;
  /** Ids of the machines whose packets take the way of a DelayLine. */
  readonly delayed: readonly string[];
  readonly clients: readonly { readonly name: string }[];
}

/**
 * The router's whole packet filter, for `nft -f`: it takes the place of the one before in one step.
 *
 * Every packet between machines is routed by the router, none is bridged, so that it passes here on a host without
 * br_netfilter too. A packet passes when the sender's groups let it out and the receiver's let it in. What goes out is
 * judged by the address it was sent to, before translation, as in the cloud.
 */
export function ruleset(traffic: Traffic): string {
  const { addresses, subnets, machines } = traffic;
  const clients = traffic.clients.map(({ name }) => quote(clientLink(name)));
  const outside = [quote("up0"), ...clients];
  const links = machines.flatMap(({ id }) => linksOf(id));
  const online = machines.filter((machine) => reachesInternet(machine, subnets)).flatMap(({ id }) => linksOf(id));
  const cut = machines.filter(({ id }) => traffic.cut.includes(id)).flatMap(({ id }) => linksOf(id));
  // Heard by the delay line, which lets them in again later.
  const heard = machines.filter(({ id }) => traffic.delayed.includes(id)).map(({ id }) => quote(machineLink(id)));
  const services = subnets.map(({ cidr }) => subnetServices(cidr));
  const published = machines.flatMap(({ address, publicAddress }) =>
    publicAddress ? [{ address, publicAddress }] : [],
  );

  const chains = [
    chain("sources", "filter hook prerouting priority raw; policy accept", [
      ...when(cut, `iifname ${set(cut)} drop`),
      ...when(heard, `iifname ${set(heard)} drop`),
      ...losses(traffic, "iifname"),
      ...machines.map(({ id, address }) => `iifname ${set(linksOf(id))} ip saddr != ${address} drop`),
    ]),
    chain("targets", "filter hook postrouting priority raw; policy accept", [
      ...when(cut, `oifname ${set(cut)} drop`),
      ...losses(traffic, "oifname"),
    ]),
    chain("published", "nat hook prerouting priority dstnat; policy accept", [
      `ip daddr ${addresses.host} tcp dport 80 dnat ip to ${addresses.host}:${PACKAGE_CACHE_PORT}`,
      ...published.map(({ address, publicAddress }) => `ip daddr ${publicAddress} dnat ip to ${address}`),
    ]),
    chain("translated", "nat hook postrouting priority srcnat; policy accept", [
      ...published.map(
        ({ address, publicAddress }) => `ip saddr ${address} oifname ${set(outside)} snat ip to ${publicAddress}`,
      ),
      // The host has no route to the machines' own subnets, and needs none.
      `oifname "up0" masquerade`,
    ]),
    chain("forward", "filter hook forward priority filter; policy drop", [
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
    ]),
    chain("input", "filter hook input priority filter; policy drop", [
      `iifname "lo" accept`,
      "ct state established,related accept",
      ...verdicts("iifname", machines, egressChain),
      ...when(links, `iifname ${set(links)} ip daddr ${METADATA_ADDRESS} tcp dport 80 accept`),
      ...when(online, `iifname ${set(online)} ip daddr ${addresses.time} udp dport 123 accept`),
      ...(links.length > 0 && services.length > 0
        ? [
            `iifname ${set(links)} ip daddr ${set(services.map(({ dns }) => dns))} meta l4proto { tcp, udp } th dport 53 accept`,
            `iifname ${set(links)} ip daddr ${set(services.map(({ gateway }) => gateway))} icmp type echo-request accept`,
          ]
        : []),
    ]),
    // The router itself asks nobody anything: what leaves it is an answer.
    chain("output", "filter hook output priority filter; policy drop", [
      `oifname "lo" accept`,
      "ct state established,related accept",
    ]),
  ];
  const perMachine = machines.flatMap(({ id, securityGroupIds }) => {
    const groups = traffic.groups.filter((group) => securityGroupIds.includes(group.id));
    return [
      chain(egressChain(id), undefined, [
        ...groups.flatMap(({ egress }) => egress.flatMap(egressRules)),
        "counter drop",
      ]),
      chain(ingressChain(id), undefined, [
        ...groups.flatMap(({ ingress }) => ingress.flatMap(ingressRules)),
        "counter drop",
      ]),
    ];
  });
  // Declared first, so that the deletion also works when there is nothing yet.
  return ["table inet lab", "delete table inet lab", "table inet lab {", ...perMachine, ...chains, "}", ""].join("\n");
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

function egressRules({ protocol, ports, cidrs }: SecurityRule): readonly string[] {
  return matches(protocol, ports, cidrs, "ct original ip daddr", "ct original proto-dst", "return");
}

function ingressRules({ protocol, ports, cidrs }: SecurityRule): readonly string[] {
  return matches(protocol, ports, cidrs, "ip saddr", "th dport", "accept");
}

function matches(
  protocol: SecurityRule["protocol"],
  ports: SecurityRule["ports"],
  cidrs: readonly string[],
  address: string,
  port: string,
  verdict: string,
): readonly string[] {
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
