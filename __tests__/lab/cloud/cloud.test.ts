import type { JsonObject } from "../../../config/json";
import {
  furnish,
  id,
  instance,
  LabCloud,
  networkInterface,
  openEnds,
  type Plan,
  planned,
  RULE,
} from "../../support/lab-cloud";

let lab: LabCloud;
let plan: Plan;

beforeEach(async () => {
  lab = new LabCloud();
  plan = await furnish(lab);
});

const INSTANCE = "yandex_compute_instance";

describe("a resource", () => {
  it("gets an id of the cloud's form, and no computed attribute stays open", async () => {
    const table = await lab.create("yandex_vpc_route_table", { name: "r", network_id: id(plan.network) });
    const zone = await lab.create("yandex_dns_zone", zoneOf(plan));
    const all: Record<string, JsonObject> = {
      yandex_vpc_network: plan.network,
      yandex_vpc_subnet: plan.subnet,
      yandex_vpc_security_group: plan.group,
      yandex_compute_disk: plan.disk,
      yandex_vpc_address: plan.address,
      yandex_vpc_route_table: table,
      yandex_vpc_gateway: await lab.create("yandex_vpc_gateway", { name: "gw", shared_egress_gateway: [{}] }),
      yandex_dns_zone: zone,
      yandex_compute_placement_group: await lab.create("yandex_compute_placement_group", spread("p")),
      [INSTANCE]: await lab.create(INSTANCE, instance(plan, "app-1", "10.130.0.11")),
    };
    for (const [type, state] of Object.entries(all)) {
      expect([type, openEnds(type, state)]).toEqual([type, []]);
      expect(id(state)).toMatch(/^[a-v0-9]{20}$/);
    }
    expect(openEnds("yandex_dns_recordset", await lab.create("yandex_dns_recordset", recordOf(zone, "db")))).toEqual(
      [],
    );
  });

  it("reads as it was answered, also after a restart of the daemon", async () => {
    const machine = await lab.create(INSTANCE, instance(plan, "app-1", "10.130.0.11"));
    expect(await lab.read(INSTANCE, machine)).toEqual(machine);
    await lab.restart();
    expect(await lab.read(INSTANCE, machine)).toEqual(machine);
    expect(lab.cloud.counts()).toMatchObject({ yandex_vpc_network: 1, [INSTANCE]: 1 });
  });

  it("keeps what the plan leaves open when it is updated", async () => {
    const changed = await lab.update("yandex_vpc_network", plan.network, { description: "new" });
    expect(changed).toEqual({ ...plan.network, description: "new" });
  });

  it("is null to a reader once it is deleted, and a second delete is no error", async () => {
    await lab.delete("yandex_compute_disk", plan.disk);
    expect(await lab.read("yandex_compute_disk", plan.disk)).toBeNull();
    await lab.delete("yandex_compute_disk", plan.disk);
    expect(lab.substrate.volumes.size).toBe(0);
  });
});

describe("the machine room", () => {
  it("gets the machine of the plan, by its host name and on its reserved address", async () => {
    const publicAddress = (plan.address["external_ipv4_address"] as readonly JsonObject[])[0]?.["address"] as string;
    expect(publicAddress).toBe("198.18.0.16");
    const machine = await lab.create(
      INSTANCE,
      instance(plan, "edge", "10.130.0.11", {
        network_interface: [networkInterface(plan, "10.130.0.11", { nat: true, nat_ip_address: publicAddress })],
        secondary_disk: [{ disk_id: id(plan.disk), device_name: "pgdata", auto_delete: false, mode: "READ_WRITE" }],
      }),
    );
    expect(lab.substrate.specs.get(id(machine))).toEqual({
      id: id(machine),
      name: "edge",
      cores: 2,
      memoryGb: 2,
      subnetId: id(plan.subnet),
      address: "10.130.0.11",
      publicAddress,
      securityGroupIds: [id(plan.group)],
      metadata: { "user-data": "#cloud-config\n", "serial-port-enable": "0" },
      disks: [{ diskId: id(plan.disk), deviceName: "pgdata" }],
    });
    expect(await lab.read("yandex_vpc_address", plan.address)).toMatchObject({ used: true });
    expect(await lab.read("yandex_vpc_network", plan.network)).toMatchObject({ subnet_ids: [id(plan.subnet)] });
  });

  it("gives a subnet its way out when its route table gets one", async () => {
    const network_id = id(plan.network);
    const table = await lab.create("yandex_vpc_route_table", { name: "r", network_id });
    await lab.update("yandex_vpc_subnet", plan.subnet, { route_table_id: id(table) });
    expect(lab.substrate.subnets.get(id(plan.subnet))).toMatchObject({ cidr: "10.130.0.0/24", nat: false });
    const gateway = await lab.create("yandex_vpc_gateway", { name: "gw", shared_egress_gateway: [{}] });
    const static_route = [{ destination_prefix: "0.0.0.0/0", gateway_id: id(gateway), next_hop_address: null }];
    await lab.update("yandex_vpc_route_table", table, { static_route });
    expect(lab.substrate.subnets.get(id(plan.subnet))).toMatchObject({ nat: true });
  });

  it("gets rules per direction, a port as a range of one and no port as all", async () => {
    const range = { ...RULE, protocol: "udp", port: -1, from_port: 8080, to_port: 8081 };
    const all = { ...RULE, protocol: "ANY", port: -1, v4_cidr_blocks: ["0.0.0.0/0"] };
    await lab.update("yandex_vpc_security_group", plan.group, { ingress: [RULE, range], egress: [all] });
    expect(lab.substrate.groups.get(id(plan.group))).toEqual({
      id: id(plan.group),
      ingress: [
        { protocol: "TCP", ports: [22, 22], cidrs: ["10.0.0.0/8"] },
        { protocol: "UDP", ports: [8080, 8081], cidrs: ["10.0.0.0/8"] },
      ],
      egress: [{ protocol: "ANY", cidrs: ["0.0.0.0/0"] }],
    });
  });

  it("knows the records of the private zones only as long as they exist", async () => {
    const zone = await lab.create("yandex_dns_zone", zoneOf(plan));
    const db = await lab.create("yandex_dns_recordset", recordOf(zone, "db"));
    await lab.create("yandex_dns_recordset", { ...recordOf(zone, "edge"), name: "edge" });
    expect(lab.substrate.records).toEqual({ "db.bingo.local": ["10.130.0.20"], "edge.bingo.local": ["10.130.0.20"] });
    await lab.delete("yandex_dns_recordset", db);
    expect(Object.keys(lab.substrate.records)).toEqual(["edge.bingo.local"]);
  });

  it("resizes a machine by a stop and a start, and changes metadata without", async () => {
    const machine = await lab.create(INSTANCE, instance(plan, "db", "10.130.0.20"));
    lab.substrate.log.length = 0;
    const bigger = await lab.update(INSTANCE, machine, { resources: [{ cores: 4, memory: 8, core_fraction: 100 }] });
    await lab.update(INSTANCE, bigger, { metadata: { "user-data": "new" } });
    expect(lab.substrate.log).toEqual(["stop db", "update db", "start db", "update db"]);
  });

  it("tells the engine what became of a machine", async () => {
    const machine = await lab.create(INSTANCE, instance(plan, "db", "10.130.0.20"));
    await lab.substrate.machines.act(id(machine), "crash");
    expect(await lab.read(INSTANCE, machine)).toMatchObject({ status: "crashed" });
    lab.substrate.specs.delete(id(machine));
    expect(await lab.read(INSTANCE, machine)).toBeNull();
  });

  it("is made anew from what is kept, but for the machines", async () => {
    await lab.create(INSTANCE, instance(plan, "db", "10.130.0.20"));
    lab.substrate.subnets.clear();
    lab.substrate.groups.clear();
    lab.substrate.log.length = 0;
    await lab.restart();
    expect(lab.substrate.subnets.size).toBe(1);
    expect(lab.substrate.groups.size).toBe(1);
    expect(lab.substrate.log).toEqual([]);
  });
});

describe("refuses as the cloud does", () => {
  const network = () => id(plan.network);
  const machine = (change: Parameters<typeof instance>[3]) => instance(plan, "x", "10.130.0.12", change);
  const port = (change: Parameters<typeof networkInterface>[2]) =>
    machine({ network_interface: [networkInterface(plan, "10.130.0.12", change)] });
  const group = (rule: JsonObject) => ({ name: "g2", network_id: network(), ingress: [{ ...RULE, ...rule }] });

  it.each<[string, string, () => Record<string, unknown>, RegExp]>([
    ["a name that is taken", "yandex_vpc_network", () => ({ name: "n" }), /^network n already exists: enp/],
    [
      "a network that is not there",
      "yandex_vpc_subnet",
      () => ({ network_id: "enp404", v4_cidr_blocks: ["10.0.0.0/24"] }),
      /^yandex_vpc_subnet network_id: network enp404 not found$/,
    ],
    [
      "overlapping subnets",
      "yandex_vpc_subnet",
      () => ({ network_id: network(), v4_cidr_blocks: ["10.130.0.128/25"] }),
      /10\.130\.0\.128\/25 overlaps 10\.130\.0\.0\/24 of subnet s/,
    ],
    [
      "a public subnet",
      "yandex_vpc_subnet",
      () => ({ network_id: network(), v4_cidr_blocks: ["8.8.8.0/24"] }),
      /expected a private network from \/16 to \/28, found 8\.8\.8\.0\/24$/,
    ],
    [
      "an address outside the subnet",
      INSTANCE,
      () => port({ ip_address: "10.130.1.12" }),
      /ip_address: expected an address in 10\.130\.0\.0\/24 of its subnet, found 10\.130\.1\.12$/,
    ],
    ["the gateway's address", INSTANCE, () => port({ ip_address: "10.130.0.1" }), /10\.130\.0\.1 is reserved/],
    [
      "a public address that is not reserved",
      INSTANCE,
      () => port({ nat: true, nat_ip_address: "198.18.0.99" }),
      /nat_ip_address: address 198\.18\.0\.99 not found$/,
    ],
    [
      "a group that is not there",
      INSTANCE,
      () => port({ security_group_ids: ["enp404"] }),
      /security group enp404 not found/,
    ],
    ["no group at all", INSTANCE, () => port({ security_group_ids: [] }), /security_group_ids: expected at least one/],
    [
      "another image",
      INSTANCE,
      () => machine({ boot_disk: [{ initialize_params: [{ image_id: "fd8other", size: 20 }] }] }),
      /image fd8other not found/,
    ],
    [
      "a rule's protocol",
      "yandex_vpc_security_group",
      () => group({ protocol: "GRE" }),
      /ingress\.0\.protocol: expected TCP or UDP or ICMP or ANY, found "GRE"/,
    ],
    [
      "both port and range",
      "yandex_vpc_security_group",
      () => group({ from_port: 1 }),
      /expected port, or from_port and to_port in order, found both/,
    ],
    ["half a range", "yandex_vpc_security_group", () => group({ port: -1, from_port: 5 }), /found 5 to none/],
    [
      "a rule without networks",
      "yandex_vpc_security_group",
      () => group({ v4_cidr_blocks: null }),
      /v4_cidr_blocks: expected at least one network, found none/,
    ],
  ])("%s", async (_, type, given, sentence) => {
    const before = lab.cloud.counts();
    await expect(lab.create(type, given() as never)).rejects.toThrow(sentence);
    expect(lab.cloud.counts()).toEqual(before);
  });

  it("an address that another machine has", async () => {
    const first = await lab.create(INSTANCE, instance(plan, "app-1", "10.130.0.11"));
    await expect(lab.create(INSTANCE, instance(plan, "app-2", "10.130.0.11"))).rejects.toThrow(
      `yandex_compute_instance network_interface.ip_address: 10.130.0.11 is already in use by instance bingo-app-1 (${id(first)})`,
    );
  });

  it("a disk that another machine has", async () => {
    const disk = { secondary_disk: [{ disk_id: id(plan.disk), device_name: "pgdata" }] };
    await lab.create(INSTANCE, instance(plan, "app-1", "10.130.0.11", disk));
    await expect(lab.create(INSTANCE, instance(plan, "app-2", "10.130.0.12", disk))).rejects.toThrow(
      /disk fhm\w+ is already attached to instance bingo-app-1/,
    );
    await expect(lab.delete("yandex_compute_disk", plan.disk)).rejects.toThrow(
      /^disk d \(fhm\w+\) cannot be deleted: instance bingo-app-1 \(fhm\w+\) uses it$/,
    );
  });

  it("to delete what is in use", async () => {
    await lab.create(
      INSTANCE,
      instance(plan, "edge", "10.130.0.11", {
        network_interface: [networkInterface(plan, "10.130.0.11", { nat: true, nat_ip_address: "198.18.0.16" })],
      }),
    );
    await expect(lab.delete("yandex_vpc_network", plan.network)).rejects.toThrow(/network n .* subnet s .* uses it/);
    await expect(lab.delete("yandex_vpc_subnet", plan.subnet)).rejects.toThrow(/instance bingo-edge .* uses it/);
    await expect(lab.delete("yandex_vpc_security_group", plan.group)).rejects.toThrow(/uses it/);
    await expect(lab.delete("yandex_vpc_address", plan.address)).rejects.toThrow(/address a .* uses it/);
  });

  it("to delete what is protected", async () => {
    const address = await lab.update("yandex_vpc_address", plan.address, { deletion_protection: true });
    await expect(lab.delete("yandex_vpc_address", address)).rejects.toThrow(/its deletion_protection is true/);
  });

  it("a disk that would shrink", async () => {
    await expect(lab.update("yandex_compute_disk", plan.disk, { size: 10 })).rejects.toThrow(
      "a disk never shrinks, expected at least 20, found 10",
    );
    expect(lab.substrate.volumes.get(id(plan.disk))).toMatchObject({ sizeGb: 20 });
    await lab.update("yandex_compute_disk", plan.disk, { size: 30 });
    expect(lab.substrate.volumes.get(id(plan.disk))).toMatchObject({ sizeGb: 30 });
  });

  it("an update that stops a machine when nobody allowed that", async () => {
    const given = instance(plan, "db", "10.130.0.20", { allow_stopping_for_update: null });
    const machine = await lab.create(INSTANCE, given);
    await expect(
      lab.update(INSTANCE, machine, { resources: [{ cores: 4, memory: 8, core_fraction: 100 }] }),
    ).rejects.toThrow(/allow_stopping_for_update: expected true to change 2 cores, 2 GB/);
    expect(await lab.read(INSTANCE, machine)).toEqual(machine);
  });
});

describe("refuses what it cannot do, instead of doing nothing", () => {
  it.each<[string, Record<string, unknown>, RegExp]>([
    [
      "service_account_id",
      { service_account_id: "aje" },
      /^yandex_compute_instance service_account_id: the lab does not support/,
    ],
    ["gpus", { resources: [{ cores: 2, memory: 2, gpus: 1 }] }, /resources\.0\.gpus: the lab does not support/],
    ["local_disk", { local_disk: [{ size_bytes: 1 }] }, /local_disk: the lab does not support/],
    [
      "core_fraction",
      { resources: [{ cores: 2, memory: 2, core_fraction: 20 }] },
      /core_fraction: expected 100, found 20/,
    ],
  ])("%s", async (_, change, sentence) => {
    await expect(lab.create(INSTANCE, instance(plan, "x", "10.130.0.12", change as never))).rejects.toThrow(sentence);
  });

  it("a public DNS zone, and records other than A", async () => {
    await expect(lab.create("yandex_dns_zone", { ...zoneOf(plan), public: true })).rejects.toThrow(
      /public: expected false/,
    );
    const zone = await lab.create("yandex_dns_zone", zoneOf(plan));
    await expect(lab.create("yandex_dns_recordset", { ...recordOf(zone, "x"), type: "TXT" })).rejects.toThrow(
      /type: expected A/,
    );
    await expect(
      lab.create("yandex_dns_recordset", { ...recordOf(zone, "x"), name: "x.example.org." }),
    ).rejects.toThrow("expected a name in bingo.local., found x.example.org.");
  });

  it("a type it does not know", async () => {
    await expect(lab.create("yandex_lb_target_group", {})).rejects.toThrow(
      /^the lab does not know yandex_lb_target_group; it has /,
    );
    expect(() => lab.cloud.data("yandex_vpc_network", { prior: null, planned: {}, config: null })).toThrow(
      /does not know/,
    );
  });

  it("a change in place of what only a new machine can have", async () => {
    const machine = await lab.create(INSTANCE, instance(plan, "db", "10.130.0.20"));
    const moved = { network_interface: [networkInterface(plan, "10.130.0.21")] };
    await expect(lab.update(INSTANCE, machine, moved)).rejects.toThrow(
      'network_interface.ip_address: the lab changes this by replacement only, expected "10.130.0.20", found "10.130.0.21"',
    );
  });
});

describe("the image", () => {
  const ask = (question: JsonObject) =>
    lab.cloud.data("yandex_compute_image", {
      prior: null,
      planned: planned("data.yandex_compute_image", question),
      config: null,
    });

  it("is Debian 13 of the public folder", () => {
    const found = ask({ family: "debian-13", folder_id: "standard-images" });
    expect(found).toMatchObject({ id: "fd8labdebian13000000", family: "debian-13", status: "ready" });
    expect(openEnds("data.yandex_compute_image", found)).toEqual([]);
  });

  it("is no other", () => {
    expect(() => ask({ family: "debian-12", folder_id: "standard-images" })).toThrow(
      "image of family debian-12 not found in folder standard-images; the lab has debian-13 in standard-images",
    );
    expect(() => ask({ name: "x" })).toThrow(
      "yandex_compute_image name: the lab finds images by family and folder_id only",
    );
  });
});

describe("an interrupted deployment", () => {
  it("leaves nothing of a create whose client went away", async () => {
    await expect(lab.create(INSTANCE, instance(plan, "db", "10.130.0.20"), () => false)).rejects.toThrow(/went away/);
    expect(lab.substrate.specs.size).toBe(0);
    expect(lab.cloud.counts()).not.toHaveProperty(INSTANCE);
  });

  it("makes the next create of that name wait until the first is gone", async () => {
    let open = () => {};
    lab.substrate.gate = new Promise((resolve) => (open = resolve));
    const first = lab.create(INSTANCE, instance(plan, "db", "10.130.0.20"), () => false);
    const second = lab.create(INSTANCE, instance(plan, "db", "10.130.0.20"));
    open();
    await expect(first).rejects.toThrow(/went away/);
    expect(await second).toMatchObject({ hostname: "db" });
    expect(lab.substrate.log).toEqual(["create db", "remove db", "create db"]);
  });

  it("whose answers were lost: the next adopts what it finds, and replaces machines", async () => {
    const machine = await lab.create(INSTANCE, instance(plan, "db", "10.130.0.20"));
    lab.cloud.beginDeployment();
    expect(await lab.create("yandex_compute_disk", { name: "d", size: 30, type: "network-ssd" })).toMatchObject({
      id: id(plan.disk),
      size: 30,
    });
    expect(await lab.create("yandex_vpc_address", { name: "a", external_ipv4_address: [{}] })).toMatchObject({
      id: id(plan.address),
      external_ipv4_address: [{ address: "198.18.0.16" }],
    });
    const again = await lab.create(INSTANCE, instance(plan, "db", "10.130.0.20"));
    expect(id(again)).not.toBe(id(machine));
    expect(lab.substrate.specs.size).toBe(1);
  });

  it("does not make the next one take what it has read, for that is in its state", async () => {
    lab.cloud.beginDeployment();
    await lab.read("yandex_vpc_network", plan.network);
    await expect(lab.create("yandex_vpc_network", { name: "n" })).rejects.toThrow(/already exists/);
  });

  it("of the daemon itself: what was half made is removed at the next start", async () => {
    lab.substrate.gate = new Promise(() => {});
    void lab.create(INSTANCE, instance(plan, "db", "10.130.0.20"));
    await new Promise(setImmediate);
    expect(lab.substrate.specs.size).toBe(1);
    await lab.restart();
    expect(lab.substrate.specs.size).toBe(0);
    expect(lab.cloud.counts()).not.toHaveProperty(INSTANCE);
  });

  it("leaves nothing of a create that failed", async () => {
    lab.substrate.failure = new Error("no room");
    await expect(lab.create(INSTANCE, instance(plan, "db", "10.130.0.20"))).rejects.toThrow("no room");
    lab.substrate.failure = undefined;
    expect(lab.substrate.specs.size).toBe(0);
    await lab.create(INSTANCE, instance(plan, "db", "10.130.0.20"));
  });
});

function spread(name: string) {
  return { name, placement_strategy_spread: true };
}

function zoneOf({ network }: Plan) {
  return { name: "z", zone: "bingo.local.", private_networks: [id(network)] };
}

function recordOf(zone: JsonObject, name: string) {
  return { zone_id: id(zone), name: `${name}.bingo.local.`, type: "A", ttl: 300, data: ["10.130.0.20"] };
}
