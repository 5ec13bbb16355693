import { z } from "zod";
import { type Ipv4Network, addressAt, indexIn, isIpv4, overlap, parseNetwork } from "./ipv4";

const SUBNETS = ["edgeSubnet", "privateSubnet", "containerSubnet"] as const;
type Subnet = (typeof SUBNETS)[number];

/** Which subnet an address belongs to, and its default there. */
const ADDRESSES = {
  edge: { subnet: "edgeSubnet", address: "10.130.1.10", index: 10 },
  app1: { subnet: "privateSubnet", address: "10.130.0.11", index: 11 },
  app2: { subnet: "privateSubnet", address: "10.130.0.12", index: 12 },
  database: { subnet: "privateSubnet", address: "10.130.0.20", index: 20 },
} as const satisfies Record<string, { subnet: Subnet; address: string; index: number }>;

const address = (machine: keyof typeof ADDRESSES, description: string) =>
  z
    .ipv4()
    .meta({ description, allowed: `an address in network.${ADDRESSES[machine].subnet}` })
    .default(ADDRESSES[machine].address);

const subnet = (description: string) =>
  z
    .cidrv4()
    .superRefine((cidr, context) => {
      const network = parseNetwork(cidr);
      const message = network && refusal(network, cidr);
      if (message) context.addIssue({ code: "custom", message });
    })
    .meta({ description, allowed: "a private IPv4 network from /16 to /28, for example 10.130.0.0/24" });

/** The form that a subnet should have, if the cloud would not accept it. */
function refusal(network: Ipv4Network, written: string): string | undefined {
  if (network.prefixLength < 16 || network.prefixLength > 28) return "a network from /16 to /28";
  if (network.text !== written) return `the first address of the network: write ${network.text}`;
  if (network.first.range() === "private") return undefined;
  return "a network in 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16";
}

/** `undefined` when the subnet itself is wrong: then nothing can be said about what lies in it. */
function usableNetwork(value: unknown): Ipv4Network | undefined {
  const network = parseNetwork(value);
  return network && !refusal(network, String(value)) ? network : undefined;
}

/** The address plan. */
export const network = z
  .strictObject({
    edgeSubnet: subnet("Subnet of the edge, the only machine with a public address.").default("10.130.1.0/24"),
    privateSubnet: subnet("Subnet of app nodes and database.").default("10.130.0.0/24"),
    containerSubnet: subnet("Docker's bridge on each app node. Nothing outside the node routes to it.").default(
      "172.30.0.0/24",
    ),
    addresses: z
      .strictObject({
        edge: address("edge", "Private address of the edge."),
        app1: address("app1", "Address of app node 1."),
        app2: address("app2", "Address of app node 2."),
        database: address("database", "Address of the database."),
      })
      .meta({ description: "Fixed private addresses of the machines." })
      .prefault({}),
  })
  .superRefine(
    (plan, context) => {
      checkOverlaps(plan, context);
      checkAddresses(plan, context);
    },
    // Also when one of the values is no address at all: all problems are reported together.
    { when: ({ value }) => typeof value === "object" && value !== null },
  )
  .meta({ description: "The address plan." })
  .prefault({});

type Plan = Readonly<Record<Subnet, unknown>> & { readonly addresses?: unknown };

function checkOverlaps(plan: Plan, context: z.RefinementCtx): void {
  SUBNETS.forEach((name, index) => {
    const own = usableNetwork(plan[name]);
    for (const otherName of SUBNETS.slice(0, index)) {
      const other = usableNetwork(plan[otherName]);
      if (!own || !other || !overlap(own, other)) continue;
      const message = `a network that does not overlap network.${otherName} (${other.text})`;
      context.addIssue({ code: "custom", path: [name], message });
    }
  });
}

function checkAddresses(plan: Plan, context: z.RefinementCtx): void {
  const addresses = Object(plan.addresses) as Record<string, unknown>;
  const taken = new Map<string, string>();
  for (const [machine, place] of Object.entries(ADDRESSES)) {
    const value = addresses[machine];
    const within = usableNetwork(plan[place.subnet]);
    if (!isIpv4(value) || !within) continue;
    const size = 2 ** (32 - within.prefixLength);
    const index = indexIn(within, value);
    const example = `for example ${addressAt(within, Math.min(place.index, size - 2))}`;
    const other = taken.get(value);
    taken.set(value, machine);
    const refuse = (message: string): void => {
      context.addIssue({ code: "custom", path: ["addresses", machine], message });
    };
    if (index === undefined) refuse(`an address in ${within.text}, ${example}`);
    else if (index < 3 || index === size - 1) {
      refuse(
        `an address other than the first three (network, gateway, DNS) and the last of ${within.text}, ${example}`,
      );
    } else if (other) refuse(`an address of its own; network.addresses.${other} has this one`);
  }
}
