import { z } from "zod";
import type { Substrate } from "../../substrate";
import { Refusal } from "../refusal";
import type { ResourceType, Resources } from "../resource-type";
import { common, only, references } from "./arguments";
import { DNS_ZONE } from "./dns-zone";

const argumentsOf = z.strictObject({
  id: common.id,
  description: common.description,
  timeouts: common.timeouts,
  zone_id: z.string(),
  name: z.string(),
  type: only("A"),
  // Without effect: no answer in the lab is cached for that long.
  ttl: z.int().min(0),
  data: z.array(z.ipv4()).min(1),
});

type RecordsetArguments = z.output<typeof argumentsOf> & { readonly deletion_protection?: undefined };

/** Addresses of a name in a private zone. */
export const DNS_RECORDSET: ResourceType<RecordsetArguments> = {
  type: "yandex_dns_recordset",
  title: "record set",
  idPrefix: "dns",
  arguments: argumentsOf,
  identity,
  id: identity,
  references: ({ zone_id }) => references("zone_id", "yandex_dns_zone", zone_id),
  check: (args, { resources }) => {
    const zone = resources.find(DNS_ZONE, args.zone_id)?.args.zone ?? "";
    if (!args.name.endsWith(".") || args.name === zone || args.name.endsWith(`.${zone}`)) return;
    throw new Refusal(`yandex_dns_recordset name: expected a name in ${zone}, found ${args.name}`);
  },
  sync: (_, { resources, substrate }) => setRecords(substrate, resources),
  delete: (_, { id, resources, substrate }) => setRecords(substrate, resources, id),
};

function identity({ zone_id, name, type }: RecordsetArguments): string {
  return `${zone_id}/${name}/${type}`;
}

async function setRecords(substrate: Substrate, resources: Resources, without?: string): Promise<void> {
  const records: Record<string, readonly string[]> = {};
  for (const { id, args } of resources.all(DNS_RECORDSET)) {
    if (id === without) continue;
    const zone = resources.find(DNS_ZONE, args.zone_id)?.args.zone ?? "";
    const name = args.name.endsWith(".") ? args.name : `${args.name}.${zone}`;
    records[name.slice(0, -1)] = args.data;
  }
  await substrate.network.setRecords(records);
}
