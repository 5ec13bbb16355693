import { z } from "zod";
import type { SecurityRule } from "../../substrate";
import { newId } from "../ids";
import { Refusal } from "../refusal";
import type { ResourceType } from "../resource-type";
import { cidr, common, only, references } from "./arguments";

/** The provider sends this when a port is not given. */
const NO_PORT = -1;

const port = z
  .int()
  .min(NO_PORT)
  .max(65535)
  .optional()
  .transform((number) => (number === NO_PORT ? undefined : number));

const rule = z.strictObject({
  description: z.string().optional(),
  labels: z.record(z.string(), z.string()).optional(),
  protocol: z
    .string()
    .toUpperCase()
    .pipe(only("TCP", "UDP", "ICMP", "ANY")),
  port,
  from_port: port,
  to_port: port,
  // The lab supports no other sources: security groups, predefined targets, IPv6 networks.
  v4_cidr_blocks: z.array(cidr, { error: () => "expected at least one network, found none" }).min(1),
});

type Rule = z.output<typeof rule>;

const argumentsOf = z.strictObject({
  ...common,
  network_id: z.string(),
  ingress: z.array(rule).default([]),
  egress: z.array(rule).default([]),
});

export const SECURITY_GROUP: ResourceType<z.output<typeof argumentsOf>> = {
  type: "yandex_vpc_security_group",
  title: "security group",
  idPrefix: "enp",
  arguments: argumentsOf,
  references: ({ network_id }) => references("network_id", "yandex_vpc_network", network_id),
  check: ({ ingress, egress }) => {
    for (const rule of [...ingress, ...egress]) toRule(rule);
  },
  computed: ({ ingress, egress }) => {
    const ids = (rules: readonly Rule[]) => rules.map(() => ({ id: newId("enp") }));
    return { status: "ACTIVE", ingress: ids(ingress), egress: ids(egress) };
  },
  sync: ({ ingress, egress }, { id, substrate }) =>
    substrate.network.setSecurityGroup({ id, ingress: ingress.map(toRule), egress: egress.map(toRule) }),
  delete: (_, { id, substrate }) => substrate.network.removeSecurityGroup(id),
};

function toRule(rule: Rule): SecurityRule {
  const { protocol, v4_cidr_blocks: cidrs } = rule;
  const ports = portsOf(rule);
  return { protocol, cidrs, ...(ports && { ports }) };
}

function portsOf({ port, from_port: from, to_port: to, description }: Rule): readonly [number, number] | undefined {
  const refuse = (found: string): never => {
    throw new Refusal(
      `yandex_vpc_security_group rule "${description ?? ""}": expected port, or from_port and to_port in order, found ${found}`,
    );
  };
  if (port !== undefined) {
    return from === undefined && to === undefined ? [port, port] : refuse("both");
  }
  if (from === undefined && to === undefined) return undefined;
  if (from === undefined || to === undefined || from > to) return refuse(`${from ?? "none"} to ${to ?? "none"}`);
  return [from, to];
}
