import type { JsonObject } from "../../../../config/json";
import { furnish, id, LabCloud, type Plan, recordOf, RULE, ZONE, zoneOf } from "../../../support/lab-cloud";

let lab: LabCloud;
let plan: Plan;

beforeEach(async () => {
  lab = new LabCloud();
  plan = await furnish(lab);
});

describe("a subnet", () => {
  const subnet = (block: string, change: JsonObject = {}) =>
    lab.create("SubnetService", {
      name: "t",
      network_id: id(plan.network),
      zone_id: ZONE,
      v4_cidr_blocks: [block],
      ...change,
    });

  it("has a way out by the route table that it is given", async () => {
    const gateway = await lab.create("GatewayService", { name: "gw", shared_egress_gateway_spec: {} });
    const table = await lab.create("RouteTableService", {
      name: "r",
      network_id: id(plan.network),
      static_routes: [{ destination_prefix: "0.0.0.0/0", gateway_id: id(gateway) }],
    });
    const made = await subnet("10.1.0.0/24", { route_table_id: id(table) });
    expect(lab.substrate.subnets.get(id(made))).toEqual({ id: id(made), cidr: "10.1.0.0/24", nat: true });
    const gateway_id = id(gateway);
    await expect(lab.call("GatewayService/Delete", { gateway_id })).rejects.toThrow(/route table r .* uses it/);
  });

  it.each<[string, string, JsonObject, RegExp]>([
    ["no network", "banana", {}, /expected an IPv4 network that is written by its first address, found "banana"/],
    ["host bits", "10.1.0.1/24", {}, /written by its first address, found "10\.1\.0\.1\/24"/],
    ["a public network", "8.8.8.0/24", {}, /expected a private network from \/16 to \/28, found 8\.8\.8\.0\/24/],
    ["one that is too small", "10.1.0.0/29", {}, /from \/16 to \/28/],
    ["one that is taken", "10.130.0.0/25", {}, /10\.130\.0\.0\/25 overlaps 10\.130\.0\.0\/24 of subnet s/],
    ["an unknown zone", "10.1.0.0/24", { zone_id: "ru-central1-x" }, /^zone_id: expected one of ru-central1-a, /],
    ["an unknown route table", "10.1.0.0/24", { route_table_id: "enp404" }, /route table enp404 not found/],
  ])("is refused with %s", async (_, block, change, sentence) => {
    await expect(subnet(block, change)).rejects.toThrow(sentence);
    expect(lab.substrate.subnets.size).toBe(1);
  });
});

describe("a security group", () => {
  const group = (change: JsonObject) =>
    lab.create("SecurityGroupService", {
      name: "h",
      network_id: id(plan.network),
      rule_specs: [{ ...RULE, ...change }],
    });

  it("lets pass what its rules name", () => {
    expect(lab.substrate.groups.get(id(plan.group))).toEqual({
      id: id(plan.group),
      ingress: [{ protocol: "TCP", ports: [22, 22], cidrs: ["10.0.0.0/8"] }],
      egress: [],
    });
  });

  it("gets rules and loses others in one call", async () => {
    const [{ id: old }] = plan.group["rules"] as unknown as [{ id: string }];
    const changed = await lab.call("SecurityGroupService/UpdateRules", {
      security_group_id: id(plan.group),
      deletion_rule_ids: [old],
      addition_rule_specs: [
        { direction: "EGRESS", protocol_name: "ANY", cidr_blocks: { v4_cidr_blocks: ["10.0.0.0/8"] } },
      ],
    });
    expect(changed["rules"]).toHaveLength(1);
    expect(lab.substrate.groups.get(id(plan.group))).toEqual({
      id: id(plan.group),
      ingress: [],
      egress: [{ protocol: "ANY", cidrs: ["10.0.0.0/8"] }],
    });
  });

  it.each<[string, JsonObject, RegExp]>([
    ["an unknown protocol", { protocol_name: "FOO" }, /protocol_name: expected TCP or UDP or ICMP or ANY, found "FOO"/],
    ["no target", { cidr_blocks: {} }, /v4_cidr_blocks: expected at least one network, found none/],
    ["a wrong network", { cidr_blocks: { v4_cidr_blocks: ["10.0.0.0/40"] } }, /expected an IPv4 network/],
    ["ports out of order", { ports: { from_port: 9, to_port: 1 } }, /expected ports in order, found 9 to 1/],
    ["a port that is none", { ports: { from_port: 1, to_port: 70000 } }, /to_port: expected 0-65535, found 70000/],
    ["a wrong label", { labels: { a: "b c" } }, /labels\.a: expected .*, found "b c"/],
  ])("is refused with %s", async (_, change, sentence) => {
    await expect(group(change)).rejects.toThrow(sentence);
  });
});

describe("records of a private zone", () => {
  let zone: JsonObject;
  const edit = (change: JsonObject) =>
    lab.call("DnsZoneService/UpdateRecordSets", { dns_zone_id: id(zone), ...change });
  const get = (name: string) => lab.call("DnsZoneService/GetRecordSet", { dns_zone_id: id(zone), name, type: "A" });

  beforeEach(async () => {
    zone = await lab.create("DnsZoneService", zoneOf(plan));
    await edit({ additions: [recordOf("db.bingo.local.")] });
  });

  it("are the same with the zone's name and without it", async () => {
    expect(await get("db")).toEqual(await get("db.bingo.local."));
    expect(lab.substrate.records).toEqual({ "db.bingo.local": ["10.130.0.20"] });
    await expect(edit({ additions: [recordOf("db")] })).rejects.toThrow("RecordSet db A already exists");
    await edit({ deletions: [recordOf("db")], additions: [{ ...recordOf("db"), data: ["10.130.0.21"] }] });
    expect(lab.substrate.records).toEqual({ "db.bingo.local": ["10.130.0.21"] });
  });

  it("go with the zone", async () => {
    await lab.call("DnsZoneService/Delete", { dns_zone_id: id(zone) });
    expect(lab.substrate.records).toEqual({});
    expect(lab.cloud.counts()).not.toHaveProperty("yandex_dns_recordset");
  });

  it("are refused in another zone, or of another type", async () => {
    await expect(edit({ additions: [recordOf("db.example.org.")] })).rejects.toThrow("expected a name in bingo.local.");
    await expect(edit({ additions: [{ ...recordOf("x"), type: "TXT" }] })).rejects.toThrow(/type: expected A, found/);
    await expect(edit({ deletions: [recordOf("nobody")] })).rejects.toThrow("RecordSet nobody A not found");
  });

  it("are not public: the lab has no public DNS", async () => {
    const open = { name: "p", zone: "example.org.", public_visibility: {} };
    await expect(lab.create("DnsZoneService", open)).rejects.toThrow(/public_visibility: the lab does not support/);
  });
});
