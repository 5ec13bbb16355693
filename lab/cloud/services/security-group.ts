import { z } from "zod";
import { newId } from "../ids";
import type { SecurityGroup, SecurityGroupRule } from "../kinds";
import type { SecurityGroup as SubstrateGroup, SecurityRule } from "../../substrate";
import { Refusal } from "../refusal";
import { methods } from "./collection";
import { cidr, common, fresh, naming, only } from "./fields";
import { type Begun, type Room, type Service, taking } from "./service";

/** Limits that the cloud documents for a group. */
const MOST_RULES = 50;

const port = z.int().min(0).max(65535);

const rule = z.strictObject({
  description: z.string().default(""),
  labels: z.record(z.string(), z.string()).default({}),
  direction: only("INGRESS", "EGRESS"),
  protocol_name: only("TCP", "UDP", "ICMP", "ANY"),
  ports: z.strictObject({ from_port: port.default(0), to_port: port.default(0) }).optional(),
  // The lab supports no other targets: security groups, predefined targets, IPv6 networks.
  cidr_blocks: z.strictObject(
    {
      v4_cidr_blocks: z.array(cidr, { error: () => "expected at least one network, found none" }).min(1),
    },
    { error: () => "expected IPv4 networks, found no target that the lab has" },
  ),
});

const rules = z.array(rule).default([]);

export function securityGroups(room: Room): Service {
  const { store, substrate } = room;
  const apply = (group: SecurityGroup): Promise<void> => substrate.network.setSecurityGroup(securityGroupOf(group));
  const { questions, changes } = methods(room, {
    kind: "vpc_security_group",
    idField: "security_group_id",
    listField: "security_groups",
    create: z.strictObject({ ...common, network_id: z.string(), rule_specs: rules }),
    update: naming,
    make: ({ network_id, rule_specs, ...named }) => ({
      ...fresh("enp", named),
      network_id,
      status: "ACTIVE",
      rules: rule_specs.map(toRule),
    }),
    takes: { securityGroups: 1 },
    check: ({ network_id, rules }) => {
      store.get("vpc_network", network_id);
      checkNumber(rules);
    },
    apply,
    remove: ({ id }) => substrate.network.removeSecurityGroup(id),
    users: ["compute_instance"],
  });
  const edit = z.strictObject({
    security_group_id: z.string(),
    deletion_rule_ids: z.array(z.string()).default([]),
    addition_rule_specs: rules,
  });
  return {
    name: "vpc.v1.SecurityGroupService",
    questions,
    changes: {
      ...changes,
      UpdateRules: taking(edit, ({ security_group_id, deletion_rule_ids, addition_rule_specs }): Begun => {
        const group = store.get("vpc_security_group", security_group_id);
        const lacking = deletion_rule_ids.find((id) => !group.rules.some((rule) => rule.id === id));
        if (lacking !== undefined) throw new Refusal(`Security group rule ${lacking} not found`, "NOT_FOUND");
        const added = addition_rule_specs.map(toRule);
        const kept = group.rules.filter(({ id }) => !deletion_rule_ids.includes(id));
        const changed = { ...group, rules: [...kept, ...added] };
        checkNumber(changed.rules);
        return {
          metadata: { security_group_id, added_rule_ids: added.map(({ id }) => id) },
          work: async () => {
            store.put("vpc_security_group", changed);
            await apply(changed);
            return changed;
          },
        };
      }),
    },
  };
}

function checkNumber(rules: readonly unknown[]): void {
  if (rules.length <= MOST_RULES) return;
  throw new Refusal(`rules: expected at most ${MOST_RULES}, found ${rules.length}`, "RESOURCE_EXHAUSTED");
}

/** Numbers of protocols, as IANA has them. */
const NUMBERS = { TCP: 6, UDP: 17, ICMP: 1, ANY: 0 } as const;

function toRule({ ports, ...spec }: z.output<typeof rule>): SecurityGroupRule {
  if (ports && ports.from_port > ports.to_port) {
    const { from_port, to_port } = ports;
    throw new Refusal(`rule "${spec.description}": expected ports in order, found ${from_port} to ${to_port}`);
  }
  const protocol_number = NUMBERS[spec.protocol_name];
  return { ...spec, id: newId("enp"), protocol_number, ...(ports && { ports }) };
}

/** The substrate's words for a group. */
export function securityGroupOf({ id, rules }: SecurityGroup): SubstrateGroup {
  return { id, ingress: side(rules, "INGRESS"), egress: side(rules, "EGRESS") };
}

function side(rules: readonly SecurityGroupRule[], direction: SecurityGroupRule["direction"]): readonly SecurityRule[] {
  return rules
    .filter((rule) => rule.direction === direction)
    .map(({ protocol_name, ports, cidr_blocks }) => ({
      protocol: protocol_name,
      cidrs: cidr_blocks.v4_cidr_blocks,
      ...(ports && { ports: [ports.from_port, ports.to_port] as const }),
    }));
}
