import { z } from "zod";
import type { Substrate } from "../../substrate";
import { Refusal } from "../refusal";
import type { ResourceType, World } from "../resource-type";
import { common, only } from "./arguments";
import { DNS_ZONE } from "./dns-zone";

const argumentsOf = z.strictObject({
  id: common.id,
  description: common.description,
  timeouts: common.timeouts,
  zone_id: z.string(),
  name: z.string(),
  type: only("A"),
  // Nobody in the lab keeps an answer that long.
  ttl: z.int().min(0),
  data: z.array(z.ipv4()).min(1),
});

type RecordsetArguments = z.output<typeof argumentsOf> & { readonly deletion_protection?: undefined };

export const DNS_RECORDSET: ResourceType<RecordsetArguments> = {
  type: "yandex_dns_recordset",
  title: "record set",
  idPrefix: "dns",
  arguments: argumentsOf,
  identity,
  id: identity,
  references: ({ zone_id }) => [{ argument: "zone_id", type: "yandex_dns_zone", id: zone_id }],
  check: (wanted, { world }) => {
    const zone = world.find(DNS_ZONE, wanted.zone_id)?.wanted.zone ?? "";
    if (!wanted.name.endsWith(".") || wanted.name === zone || wanted.name.endsWith(`.${zone}`)) return;
    throw new Refusal(`yandex_dns_recordset name: expected a name in ${zone}, found ${wanted.name}`);
  },
  apply: (_, { world, substrate }) => setRecords(substrate, world),
  remove: (_, { id, world, substrate }) => setRecords(substrate, world, id),
};

function identity({ zone_id, name, type }: RecordsetArguments): string {
  return `${zone_id}/${name}/${type}`;
}

async function setRecords(substrate: Substrate, world: World, without?: string): Promise<void> {
  const records: Record<string, readonly string[]> = {};
  for (const { id, wanted } of world.all(DNS_RECORDSET)) {
    if (id === without) continue;
    const zone = world.find(DNS_ZONE, wanted.zone_id)?.wanted.zone ?? "";
    const name = wanted.name.endsWith(".") ? wanted.name : `${wanted.name}.${zone}`;
    records[name.slice(0, -1)] = wanted.data;
  }
  await substrate.network.setRecords(records);
}
