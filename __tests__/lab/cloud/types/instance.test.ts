import type { JsonObject } from "../../../../config/json";
import { furnish, id, instance, LabCloud, type Plan, networkInterface } from "../../../support/lab-cloud";

let lab: LabCloud;
let plan: Plan;

beforeEach(async () => {
  lab = new LabCloud();
  plan = await furnish(lab);
});

const INSTANCE = "yandex_compute_instance";

describe("an instance", () => {
  const machine = (change: Parameters<typeof instance>[3]) => instance(plan, "x", "10.130.0.12", change);
  const port = (change: Parameters<typeof networkInterface>[2]) =>
    machine({ network_interface: [networkInterface(plan, "10.130.0.12", change)] });

  it("becomes the machine of the plan, by its host name and on its reserved address", async () => {
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

  it("is resized by a stop and a start, and gets new metadata without", async () => {
    const machine = await lab.create(INSTANCE, instance(plan, "db", "10.130.0.20"));
    lab.substrate.log.length = 0;
    const bigger = await lab.update(INSTANCE, machine, { resources: [{ cores: 4, memory: 8, core_fraction: 100 }] });
    await lab.update(INSTANCE, bigger, { metadata: { "user-data": "new" } });
    expect(lab.substrate.log).toEqual(["stop db", "update db", "start db", "update db"]);
  });

  it("is read as what became of its machine", async () => {
    const machine = await lab.create(INSTANCE, instance(plan, "db", "10.130.0.20"));
    await lab.substrate.machines.act(id(machine), "crash");
    expect(await lab.read(INSTANCE, machine)).toMatchObject({ status: "crashed" });
    lab.substrate.specs.delete(id(machine));
    expect(await lab.read(INSTANCE, machine)).toBeNull();
  });

  it.each<[string, () => Record<string, unknown>, RegExp]>([
    [
      "an address outside the subnet",

      () => port({ ip_address: "10.130.1.12" }),
      /ip_address: expected an address in 10\.130\.0\.0\/24 of its subnet, found 10\.130\.1\.12$/,
    ],
    ["the gateway's address", () => port({ ip_address: "10.130.0.1" }), /10\.130\.0\.1 is reserved/],
    [
      "a public address that is not reserved",

      () => port({ nat: true, nat_ip_address: "198.18.0.99" }),
      /nat_ip_address: address 198\.18\.0\.99 not found$/,
    ],
    ["a group that is not there", () => port({ security_group_ids: ["enp404"] }), /security group enp404 not found/],
    ["no group at all", () => port({ security_group_ids: [] }), /security_group_ids: expected at least one/],
    [
      "another image",

      () => machine({ boot_disk: [{ initialize_params: [{ image_id: "fd8other", size: 20 }] }] }),
      /image fd8other not found/,
    ],
  ])("is refused with %s", async (_, given, sentence) => {
    const before = lab.cloud.counts();
    await expect(lab.create(INSTANCE, given() as never)).rejects.toThrow(sentence);
    expect(lab.cloud.counts()).toEqual(before);
  });

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
  ])("is refused with %s, which the lab does not support", async (_, change, sentence) => {
    await expect(lab.create(INSTANCE, instance(plan, "x", "10.130.0.12", change as never))).rejects.toThrow(sentence);
  });

  it("is refused with an address that another machine has", async () => {
    const first = await lab.create(INSTANCE, instance(plan, "app-1", "10.130.0.11"));
    await expect(lab.create(INSTANCE, instance(plan, "app-2", "10.130.0.11"))).rejects.toThrow(
      `yandex_compute_instance network_interface.ip_address: 10.130.0.11 is already in use by instance bingo-app-1 (${id(first)})`,
    );
  });

  it("is refused with a disk that another machine has", async () => {
    const disk = { secondary_disk: [{ disk_id: id(plan.disk), device_name: "pgdata" }] };
    await lab.create(INSTANCE, instance(plan, "app-1", "10.130.0.11", disk));
    await expect(lab.create(INSTANCE, instance(plan, "app-2", "10.130.0.12", disk))).rejects.toThrow(
      /disk fhm\w+ is already attached to instance bingo-app-1/,
    );
    await expect(lab.delete("yandex_compute_disk", plan.disk)).rejects.toThrow(
      /^disk d \(fhm\w+\) cannot be deleted: instance bingo-app-1 \(fhm\w+\) uses it$/,
    );
  });

  it("is not stopped for an update unless that is allowed", async () => {
    const given = instance(plan, "db", "10.130.0.20", { allow_stopping_for_update: null });
    const machine = await lab.create(INSTANCE, given);
    await expect(
      lab.update(INSTANCE, machine, { resources: [{ cores: 4, memory: 8, core_fraction: 100 }] }),
    ).rejects.toThrow(/allow_stopping_for_update: expected true to change 2 cores, 2 GB/);
    expect(await lab.read(INSTANCE, machine)).toEqual(machine);
  });

  it("does not change in place what only a new machine can have", async () => {
    const machine = await lab.create(INSTANCE, instance(plan, "db", "10.130.0.20"));
    const moved = { network_interface: [networkInterface(plan, "10.130.0.21")] };
    await expect(lab.update(INSTANCE, machine, moved)).rejects.toThrow(
      'network_interface.ip_address: the lab changes this by replacement only, expected "10.130.0.20", found "10.130.0.21"',
    );
  });
});
