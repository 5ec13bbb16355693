import { z } from "zod";
import { overlap, parseNetwork } from "../../../config/schema/ipv4";
import type { Subnet } from "../kinds";
import type { Subnet as SubstrateSubnet } from "../../substrate";
import { Refusal } from "../refusal";
import type { Store } from "../store";
import { methods } from "./collection";
import { cidr, common, fresh, naming, one } from "./fields";
import type { Room, Service } from "./service";
import { requireZone } from "./zones";

const fields = { ...naming, route_table_id: z.string().default(""), v4_cidr_blocks: one(cidr) };

export function subnets(room: Room): Service {
  const { store, substrate } = room;
  return {
    name: "vpc.v1.SubnetService",
    ...methods(room, {
      kind: "vpc_subnet",
      idField: "subnet_id",
      listField: "subnets",
      create: z.strictObject({ ...common, ...fields, network_id: z.string(), zone_id: z.string() }),
      // An update sends the blocks only when they change.
      update: { ...fields, v4_cidr_blocks: one(cidr).optional() },
      make: ({ network_id, zone_id, v4_cidr_blocks, route_table_id, ...named }) => {
        requireZone(zone_id);
        return { ...fresh("e9b", named), network_id, zone_id, v4_cidr_blocks, route_table_id };
      },
      change: (subnet, { v4_cidr_blocks = subnet.v4_cidr_blocks, ...changed }) => ({
        ...subnet,
        ...changed,
        v4_cidr_blocks,
      }),
      takes: { subnets: 1 },
      check: (subnet, before) => {
        checkSubnet(store, subnet, before);
      },
      apply: (subnet) => substrate.network.setSubnet(toSubstrate(store, subnet)),
      remove: ({ id }) => substrate.network.removeSubnet(id),
      users: ["compute_instance"],
    }),
  };
}

function checkSubnet(store: Store, subnet: Subnet, before: Subnet | undefined): void {
  const [block = ""] = subnet.v4_cidr_blocks;
  store.get("vpc_network", subnet.network_id);
  const network = parseNetwork(block);
  if (!network || network.first.range() !== "private" || network.prefixLength < 16 || network.prefixLength > 28) {
    throw new Refusal(`v4_cidr_blocks: expected a private network from /16 to /28, found ${block}`);
  }
  for (const other of store.all("vpc_subnet").filter(({ id }) => id !== subnet.id)) {
    const taken = parseNetwork(other.v4_cidr_blocks[0]);
    if (!taken || !overlap(network, taken)) continue;
    throw new Refusal(
      `v4_cidr_blocks: ${block} overlaps ${taken.text} of subnet ${other.name} (${other.id})`,
      "FAILED_PRECONDITION",
    );
  }
  const table = subnet.route_table_id ? store.get("vpc_route_table", subnet.route_table_id) : undefined;
  if (table && table.network_id !== subnet.network_id) {
    throw new Refusal(`route_table_id: ${table.id} belongs to network ${table.network_id}`);
  }
  const inUse = store.all("compute_instance").some((machine) => machine.network_interfaces[0].subnet_id === subnet.id);
  if (before && inUse && before.v4_cidr_blocks[0] !== block) {
    throw new Refusal(
      `v4_cidr_blocks: ${before.v4_cidr_blocks[0] ?? ""} cannot become ${block} while machines stand in it`,
      "FAILED_PRECONDITION",
    );
  }
}

/** What the substrate is told of a subnet. */
export function toSubstrate(
  store: Store,
  { id, v4_cidr_blocks: [block = ""], route_table_id }: Subnet,
): SubstrateSubnet {
  const table = route_table_id ? store.find("vpc_route_table", route_table_id) : undefined;
  return { id, cidr: block, nat: (table?.static_routes.length ?? 0) > 0 };
}
