import { z } from "zod";
import type { Substrate } from "../../substrate";
import type { DnsZone, RecordSet } from "../kinds";
import { Refusal } from "../refusal";
import type { Store } from "../store";
import { methods } from "./collection";
import { common, fresh, naming, only } from "./fields";
import { type Begun, type Room, type Service, taking } from "./service";

const visibility = z.strictObject({ network_ids: z.array(z.string()).default([]) });
const fields = {
  ...naming,
  private_visibility: visibility.optional(),
  deletion_protection: z.boolean().default(false),
};

const recordSet = z.strictObject({
  name: z.string(),
  type: only("A"),
  // Without effect: no answer in the lab is cached for that long.
  ttl: z.int().default(0),
  data: z.array(z.ipv4()),
  description: z.string().default(""),
});

/** Private zones and their records. The lab has no public DNS. */
export function dnsZones(room: Room): Service {
  const { store, substrate } = room;
  const { questions, changes } = methods(room, {
    kind: "dns_zone",
    idField: "dns_zone_id",
    listField: "dns_zones",
    create: z.strictObject({ ...common, ...fields, zone: z.string() }),
    update: fields,
    make: ({ zone, private_visibility, deletion_protection, ...named }) => ({
      ...fresh("dns", named),
      zone,
      ...(private_visibility && { private_visibility }),
      deletion_protection,
    }),
    change: ({ private_visibility: networks, ...zone }, { private_visibility = networks, ...changed }) => ({
      ...zone,
      ...changed,
      ...(private_visibility && { private_visibility }),
    }),
    takes: { dnsZones: 1 },
    check: (zone) => {
      if (!zone.private_visibility)
        throw new Refusal("private_visibility: expected networks: the lab has no public DNS");
      for (const id of zone.private_visibility.network_ids) {
        // The provider asks again for a while when it reads these words.
        if (!store.find("vpc_network", id)) throw new Refusal(`Network not found: ${id}`, "NOT_FOUND");
      }
      const same = store.all("dns_zone").find((other) => other.id !== zone.id && other.zone === zone.zone);
      if (same) throw new Refusal(`zone ${zone.zone} already exists: ${same.id}`, "ALREADY_EXISTS");
    },
    // A zone takes its records with it.
    remove: ({ id }) => {
      for (const record of recordsOf(store, id)) store.delete(record.id);
      return setRecords(store, substrate);
    },
  });

  const edit = z.strictObject({
    dns_zone_id: z.string(),
    deletions: z.array(recordSet).default([]),
    additions: z.array(recordSet).default([]),
  });
  const key = z.object({ dns_zone_id: z.string(), name: z.string(), type: z.string() });
  return {
    name: "dns.v1.DnsZoneService",
    questions: {
      ...questions,
      GetRecordSet: taking(key, ({ dns_zone_id, name, type }) => {
        const id = idOf(store.get("dns_zone", dns_zone_id), name, type);
        const found = store.find("dns_recordset", id);
        if (!found) throw new Refusal(`RecordSet ${name} ${type} not found`, "NOT_FOUND");
        return shown(found);
      }),
    },
    changes: {
      ...changes,
      UpdateRecordSets: taking(edit, ({ dns_zone_id, deletions, additions }): Begun => {
        const zone = store.get("dns_zone", dns_zone_id);
        const deleted = deletions.map(({ name, type }) => existing(store, zone, name, type));
        for (const { name, type } of additions) {
          const id = idOf(zone, name, type);
          if (!store.find("dns_recordset", id) || deleted.includes(id)) continue;
          throw new Refusal(`RecordSet ${name} ${type} already exists`, "ALREADY_EXISTS");
        }
        return {
          metadata: {},
          work: async () => {
            for (const id of deleted) store.delete(id);
            for (const record of additions) {
              const id = idOf(zone, record.name, record.type);
              store.put("dns_recordset", { ...record, id, dns_zone_id, name: absolute(zone, record.name) });
            }
            await setRecords(store, substrate);
            return { additions, deletions };
          },
        };
      }),
    },
  };
}

function existing(store: Store, zone: DnsZone, name: string, type: string): string {
  const id = idOf(zone, name, type);
  if (!store.find("dns_recordset", id)) throw new Refusal(`RecordSet ${name} ${type} not found`, "NOT_FOUND");
  return id;
}

/** A record's name with the zone's: the cloud takes both forms. @throws Refusal when it is in another zone */
function absolute({ zone }: DnsZone, name: string): string {
  if (!name.endsWith(".")) return `${name}.${zone}`;
  if (name === zone || name.endsWith(`.${zone}`)) return name;
  throw new Refusal(`name: expected a name in ${zone}, found ${name}`);
}

function idOf(zone: DnsZone, name: string, type: string): string {
  return `${zone.id}/${absolute(zone, name)}/${type}`;
}

function recordsOf(store: Store, zone: string): readonly RecordSet[] {
  return store.all("dns_recordset").filter(({ dns_zone_id }) => dns_zone_id === zone);
}

function shown({ name, type, ttl, data, description }: RecordSet): object {
  return { name, type, ttl, data, description };
}

/** Gives all records to the lab's DNS server. */
export function setRecords(store: Store, substrate: Substrate): Promise<void> {
  const records = store.all("dns_recordset").map(({ name, data }) => [name.slice(0, -1), data] as const);
  return substrate.network.setRecords(Object.fromEntries(records));
}
