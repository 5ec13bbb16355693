import type { JsonObject } from "../../../config/json";
import { furnish, GB, id, instance, LabCloud, type Plan, recordOf, zoneOf } from "../../support/lab-cloud";

let lab: LabCloud;
let plan: Plan;

beforeEach(async () => {
  lab = new LabCloud();
  plan = await furnish(lab);
});

const machine = () => instance(plan, "db", "10.130.0.20");
const getMachine = (machine: JsonObject) => lab.call("InstanceService/Get", { instance_id: id(machine), view: "FULL" });

describe("a resource", () => {
  it("gets an id of the cloud's form", async () => {
    const made = await lab.create("InstanceService", machine());
    for (const resource of [...(Object.values(plan) as JsonObject[]), made]) {
      expect(id(resource)).toMatch(/^[a-v0-9]{20}$/);
    }
  });

  it("reads as it was answered, also after a restart of the daemon", async () => {
    const made = await lab.create("InstanceService", machine());
    const read = await getMachine(made);
    expect(read).toMatchObject({ name: "bingo-db", status: "RUNNING", fqdn: "db.ru-central1.internal" });
    await lab.restart();
    expect(await getMachine(made)).toEqual(read);
    expect(lab.cloud.counts()).toMatchObject({ yandex_vpc_network: 1, yandex_compute_instance: 1 });
  });

  it("changes in what the mask names, and in nothing else", async () => {
    const changed = await lab.call("NetworkService/Update", {
      network_id: id(plan.network),
      update_mask: { paths: ["description"] },
      description: "new",
    });
    expect(changed).toEqual({ ...plan.network, description: "new" });
    await expect(
      lab.call("NetworkService/Update", { network_id: id(plan.network), update_mask: { paths: ["colour"] } }),
    ).rejects.toThrow("update_mask: expected some of name, description, labels, found colour");
  });

  it("is not found once it is deleted", async () => {
    const request = { disk_id: id(plan.disk) };
    await lab.call("DiskService/Delete", request);
    await expect(lab.call("DiskService/Get", request)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(lab.call("DiskService/Delete", request)).rejects.toThrow(`disk ${id(plan.disk)} not found`);
    expect(lab.substrate.volumes.size).toBe(0);
  });

  it("is recreated on the substrate by the next daemon, but for machines", async () => {
    await lab.create("InstanceService", machine());
    const zone = await lab.create("DnsZoneService", zoneOf(plan));
    await lab.call("DnsZoneService/UpdateRecordSets", { dns_zone_id: id(zone), additions: [recordOf("db")] });
    const { subnets, groups, volumes, records } = lab.substrate;
    for (const all of [subnets, groups, volumes]) all.clear();
    lab.substrate.records = {};
    lab.substrate.log.length = 0;
    await lab.restart();
    expect([subnets.size, groups.size, volumes.size]).toEqual([1, 1, 1]);
    expect(lab.substrate.records).toEqual(records);
    expect(lab.substrate.log).toEqual([]);
  });

  it("is refused with a name that is taken", async () => {
    const before = lab.cloud.counts();
    await expect(lab.create("NetworkService", { name: "n" })).rejects.toThrow(/^network n already exists: enp/);
    expect(lab.cloud.counts()).toEqual(before);
  });

  it("is refused with a field that the lab does not support", async () => {
    const subnet = {
      name: "t",
      network_id: id(plan.network),
      zone_id: "ru-central1-a",
      v4_cidr_blocks: ["10.1.0.0/24"],
    };
    await expect(lab.create("SubnetService", { ...subnet, dhcp_options: { domain_name: "x" } })).rejects.toThrow(
      "dhcp_options: the lab does not support this, expected nothing",
    );
  });

  it("is not deleted while it is in use, and a network with nothing in it is", async () => {
    const made = await lab.create("InstanceService", machine());
    const [network_id, subnet_id] = [id(plan.network), id(plan.subnet)];
    const group = { security_group_id: id(plan.group) };
    await expect(lab.call("NetworkService/Delete", { network_id })).rejects.toThrow(/network n .* subnet s .* uses it/);
    await expect(lab.call("SubnetService/Delete", { subnet_id })).rejects.toThrow(/instance bingo-db .* uses it/);
    await expect(lab.call("SecurityGroupService/Delete", group)).rejects.toThrow(/uses it/);
    await lab.call("InstanceService/Delete", { instance_id: id(made) });
    await lab.call("SecurityGroupService/Delete", group);
    await lab.call("SubnetService/Delete", { subnet_id });
    await lab.call("NetworkService/Delete", { network_id });
    expect(lab.cloud.counts()).toEqual({ yandex_compute_disk: 1, yandex_vpc_address: 1 });
  });

  it("is not deleted while it is protected", async () => {
    const address_id = id(plan.address);
    const mask = { paths: ["deletion_protection"] };
    await lab.call("AddressService/Update", { address_id, update_mask: mask, deletion_protection: true });
    await expect(lab.call("AddressService/Delete", { address_id })).rejects.toThrow(/its deletion_protection is true/);
  });
});

describe("an interruption", () => {
  it("of the daemon: what was half made is removed at the next start", async () => {
    lab.substrate.gate = new Promise(() => {});
    await lab.begin("InstanceService/Create", { folder_id: "lab", ...machine() });
    expect(lab.substrate.specs.size).toBe(1);
    await lab.restart();
    expect(lab.substrate.specs.size).toBe(0);
    expect(lab.cloud.counts()).not.toHaveProperty("yandex_compute_instance");
  });

  it("of the client: the operation goes on, and its resource is there", async () => {
    let open = () => {};
    lab.substrate.gate = new Promise((resolve) => (open = resolve));
    await lab.begin("InstanceService/Create", { folder_id: "lab", ...machine() });
    expect(lab.cloud.counts()).toMatchObject({ yandex_compute_instance: 1 });
    await expect(lab.create("InstanceService", machine())).rejects.toThrow(/instance bingo-db already exists/);
    open();
  });

  it("leaves nothing of a create that failed, not even the machine's disk", async () => {
    lab.substrate.failure = new Error("no room");
    await expect(lab.create("InstanceService", machine())).rejects.toThrow("no room");
    lab.substrate.failure = undefined;
    expect(lab.substrate.specs.size).toBe(0);
    expect((await lab.call("DiskService/List"))["disks"]).toHaveLength(1);
    await lab.create("InstanceService", machine());
  });

  it("that no state remembers: the next deployment deletes what it left", async () => {
    const made = await lab.create("InstanceService", machine());
    const known = [plan.network, plan.subnet, plan.group, plan.disk].map(id);
    expect(await lab.cloud.deleteLeftovers(known)).toEqual(["vpc_address a", "compute_instance bingo-db"]);
    expect(lab.substrate.specs.has(id(made))).toBe(false);
    expect(lab.cloud.counts()).toEqual({
      yandex_vpc_network: 1,
      yandex_vpc_subnet: 1,
      yandex_vpc_security_group: 1,
      yandex_compute_disk: 1,
    });
  });
});

describe("quotas", () => {
  it("are off until they are switched on", async () => {
    await lab.create("NetworkService", { name: "n2" });
    await lab.create("NetworkService", { name: "n3" });
  });

  it("refuse what would be too much, and say how much that is", async () => {
    lab.cloud.limits.set({ networks: 2, ssdGb: 200, cores: 3 });
    await lab.create("NetworkService", { name: "n2" });
    await expect(lab.create("NetworkService", { name: "n3" })).rejects.toThrow(
      "Quota networks exceeded: 2 of 2 are used, 1 more are wanted",
    );
    const grown = { disk_id: id(plan.disk), update_mask: { paths: ["size"] }, size: 201 * GB };
    await expect(lab.call("DiskService/Update", grown)).rejects.toThrow(
      "Quota ssdGb exceeded: 20 of 200 are used, 181 more are wanted",
    );
    await lab.create("InstanceService", machine());
    await expect(lab.create("InstanceService", instance(plan, "x", "10.130.0.21"))).rejects.toThrow(
      "Quota cores exceeded: 2 of 3 are used, 2 more are wanted",
    );
  });
});

it("knows machines by their host names", async () => {
  const made = await lab.create("InstanceService", machine());
  expect(lab.cloud.machineId("db")).toBe(id(made));
  expect(() => lab.cloud.machineId("app-1")).toThrow("no machine app-1, expected one of: db");
});
