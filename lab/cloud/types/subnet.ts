import { z } from "zod";
import { overlap, parseNetwork } from "../../../config/schema/ipv4";
import type { Subnet } from "../../substrate";
import { Refusal } from "../refusal";
import type { ResourceType, Resources } from "../resource-type";
import { cidr, common, one, references } from "./arguments";
import { INSTANCES } from "./instance-kind";
import { ROUTE_TABLES } from "./route-table-kind";

const argumentsOf = z.strictObject({
  ...common,
  network_id: z.string(),
  route_table_id: z.string().optional(),
  v4_cidr_blocks: one(cidr),
  zone: z.string().optional(),
});

export type SubnetArguments = z.output<typeof argumentsOf>;

export const SUBNET: ResourceType<SubnetArguments> = {
  type: "yandex_vpc_subnet",
  title: "subnet",
  idPrefix: "e9b",
  arguments: argumentsOf,

  references: ({ network_id, route_table_id }) => [
    ...references("network_id", "yandex_vpc_network", network_id),
    ...references("route_table_id", "yandex_vpc_route_table", route_table_id),
  ],

  check: ({ network_id, route_table_id, v4_cidr_blocks: [block] }, { id, resources, before }) => {
    const network = parseNetwork(block);
    if (!network || network.first.range() !== "private" || network.prefixLength < 16 || network.prefixLength > 28) {
      throw new Refusal(`yandex_vpc_subnet v4_cidr_blocks: expected a private network from /16 to /28, found ${block}`);
    }
    for (const other of resources.all(SUBNET).filter((other) => other.id !== id)) {
      const taken = parseNetwork(other.args.v4_cidr_blocks[0]);
      if (!taken || !overlap(network, taken)) continue;
      throw new Refusal(
        `yandex_vpc_subnet v4_cidr_blocks: ${block} overlaps ${taken.text} of subnet ${other.args.name ?? ""} (${other.id})`,
        409,
      );
    }
    const table = route_table_id ? resources.find(ROUTE_TABLES, route_table_id) : undefined;
    if (table && table.args.network_id !== network_id) {
      throw new Refusal(`yandex_vpc_subnet route_table_id: ${table.id} belongs to network ${table.args.network_id}`);
    }
    const inUse = resources.all(INSTANCES).some(({ args }) => args.network_interface[0].subnet_id === id);
    if (before && inUse && before.v4_cidr_blocks[0] !== block) {
      throw new Refusal(
        `yandex_vpc_subnet v4_cidr_blocks: ${before.v4_cidr_blocks[0]} cannot become ${block} while machines stand in it`,
        409,
      );
    }
  },

  sync: (args, { id, resources, substrate }) => substrate.network.setSubnet(toSubnet(id, args, resources)),
  delete: (_, { id, substrate }) => substrate.network.removeSubnet(id),
};

export function toSubnet(
  id: string,
  { v4_cidr_blocks: [block], route_table_id }: SubnetArguments,
  resources: Resources,
): Subnet {
  const table = route_table_id ? resources.find(ROUTE_TABLES, route_table_id) : undefined;
  return { id, cidr: block, nat: table?.args.static_route !== undefined };
}
