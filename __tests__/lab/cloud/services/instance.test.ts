import type { JsonObject } from "../../../../config/json";
import { furnish, GB, id, instance, LabCloud, networkInterface, type Plan } from "../../../support/lab-cloud";

let lab: LabCloud;
let plan: Plan;

beforeEach(async () => {
  lab = new LabCloud();
  plan = await furnish(lab);
});

const create = (request: JsonObject) => lab.create("InstanceService", request);
const update = (machine: JsonObject, path: string, fields: JsonObject) =>
  lab.call("InstanceService/Update", { instance_id: id(machine), update_mask: { paths: [path] }, ...fields });
const on = (call: string, machine: JsonObject, more: JsonObject = {}) =>
  lab.call(`InstanceService/${call}`, { instance_id: id(machine), ...more });
const BIGGER = { resources_spec: { cores: 4, memory: 8 * GB, core_fraction: 100 } };
const data = () => ({ disk_id: id(plan.disk), device_name: "pgdata", mode: "READ_WRITE" });

describe("an instance", () => {
  const machine = (change: JsonObject) => instance(plan, "x", "10.130.0.12", change);
  const port = (change: JsonObject) =>
    machine({ network_interface_specs: [networkInterface(plan, "10.130.0.12", change)] });

  it("becomes the machine of the plan, by its host name and on its reserved address", async () => {
    const { address } = plan.address["external_ipv4_address"] as { address: string };
    expect(address).toBe("198.18.0.16");
    const nat = { address: "10.130.0.11", one_to_one_nat_spec: { address } };
    const made = await create(
      instance(plan, "edge", "10.130.0.11", {
        network_interface_specs: [networkInterface(plan, "", { primary_v4_address_spec: nat })],
        secondary_disk_specs: [data()],
      }),
    );
    expect(lab.substrate.specs.get(id(made))).toEqual({
      id: id(made),
      name: "edge",
      cores: 2,
      memoryGb: 2,
      subnetId: id(plan.subnet),
      address: "10.130.0.11",
      publicAddress: address,
      securityGroupIds: [id(plan.group)],
      metadata: { "user-data": "#cloud-config\n", "serial-port-enable": "0" },
      disks: [{ diskId: id(plan.disk), deviceName: "pgdata" }],
    });
    const address_id = id(plan.address);
    expect(await lab.call("AddressService/Get", { address_id })).toMatchObject({ used: true });
    await expect(lab.call("AddressService/Delete", { address_id })).rejects.toThrow("an instance uses it");
  });

  it("shows its metadata only to who asks for all", async () => {
    const made = await create(machine({}));
    expect((await on("Get", made))["metadata"]).toEqual({});
    expect((await on("Get", made, { view: "FULL" }))["metadata"]).toHaveProperty("user-data");
  });

  it("gets new metadata while it runs", async () => {
    const made = await create(machine({}));
    lab.substrate.log.length = 0;
    await update(made, "metadata", { metadata: { "user-data": "new" } });
    expect(lab.substrate.specs.get(id(made))?.metadata).toEqual({ "user-data": "new" });
    expect(lab.substrate.log).toEqual(["update x"]);
  });

  it("is resized when it is stopped, and only then", async () => {
    const made = await create(machine({}));
    lab.substrate.log.length = 0;
    await expect(update(made, "resources_spec", BIGGER)).rejects.toThrow(
      `resources: expected instance bingo-x (${id(made)}) to be stopped, it is RUNNING`,
    );
    await on("Stop", made);
    await update(made, "resources_spec", BIGGER);
    await on("Start", made);
    expect(lab.substrate.log).toEqual(["stop x", "update x", "start x"]);
    expect(await on("Get", made)).toMatchObject({ resources: { cores: 4 }, status: "RUNNING" });
  });

  it("stays stopped when the resize is refused", async () => {
    const made = await create(machine({}));
    await on("Stop", made);
    const odd = { resources_spec: { cores: 2, memory: 100 * GB, core_fraction: 100 } };
    await expect(update(made, "resources_spec", odd)).rejects.toThrow(
      /^memory: standard-v3 with 2 cores has 2, 4, .*, 32 GB, found 100 GB$/,
    );
    expect(await on("Get", made)).toMatchObject({ status: "STOPPED" });
  });

  it("gets another address when it is stopped, another group and a public address while it runs", async () => {
    const made = await create(machine({}));
    const group = await lab.create("SecurityGroupService", { name: "g2", network_id: id(plan.network) });
    const port = { network_interface_index: "0" };
    await on("UpdateNetworkInterface", made, {
      ...port,
      update_mask: { paths: ["security_group_ids"] },
      security_group_ids: [id(group)],
    });
    await on("AddOneToOneNat", made, { ...port, one_to_one_nat_spec: { address: "198.18.0.16" } });
    const moved = {
      ...port,
      update_mask: { paths: ["primary_v4_address_spec.address"] },
      primary_v4_address_spec: { address: "10.130.0.77" },
    };
    await expect(on("UpdateNetworkInterface", made, moved)).rejects.toThrow(/to be stopped, it is RUNNING/);
    await on("Stop", made);
    await on("UpdateNetworkInterface", made, moved);
    expect(lab.substrate.specs.get(id(made))).toMatchObject({
      securityGroupIds: [id(group)],
      publicAddress: "198.18.0.16",
      address: "10.130.0.77",
    });
    await on("RemoveOneToOneNat", made, port);
    expect(lab.substrate.specs.get(id(made))).not.toHaveProperty("publicAddress");
  });

  it("gets and loses a disk while it runs", async () => {
    const made = await create(machine({}));
    await on("AttachDisk", made, { attached_disk_spec: data() });
    expect(lab.substrate.specs.get(id(made))?.disks).toEqual([{ diskId: id(plan.disk), deviceName: "pgdata" }]);
    const disk_id = id(plan.disk);
    expect(await lab.call("DiskService/Get", { disk_id })).toMatchObject({ instance_ids: [id(made)] });
    await expect(lab.call("DiskService/Delete", { disk_id })).rejects.toThrow(
      `disk d (${disk_id}) cannot be deleted: it is attached to instance bingo-x (${id(made)})`,
    );
    await on("DetachDisk", made, { disk_id });
    await lab.call("DiskService/Delete", { disk_id });
    expect(lab.substrate.specs.get(id(made))?.disks).toEqual([]);
  });

  it("takes its own disk with it, and leaves others", async () => {
    const made = await create(machine({ secondary_disk_specs: [data()] }));
    await on("Delete", made);
    expect((await lab.call("DiskService/List"))["disks"]).toMatchObject([{ id: id(plan.disk) }]);
  });

  it("is read as what became of its machine", async () => {
    const made = await create(machine({}));
    await lab.substrate.machines.act(id(made), "crash");
    expect(await on("Get", made)).toMatchObject({ status: "CRASHED" });
    lab.substrate.specs.delete(id(made));
    await expect(on("Get", made)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it.each<[string, () => JsonObject, RegExp]>([
    [
      "an address outside the subnet",
      () => port({ primary_v4_address_spec: { address: "10.130.1.12" } }),
      /address: expected an address in 10\.130\.0\.0\/24 of its subnet, found 10\.130\.1\.12$/,
    ],
    [
      "the gateway's address",
      () => port({ primary_v4_address_spec: { address: "10.130.0.1" } }),
      /10\.130\.0\.1 is reserved/,
    ],
    [
      "a public address that is not reserved",
      () => port({ primary_v4_address_spec: { one_to_one_nat_spec: { address: "198.18.0.99" } } }),
      /^Address 198\.18\.0\.99 not found$/,
    ],
    ["a group that is not there", () => port({ security_group_ids: ["enp404"] }), /security group enp404 not found/],
    ["no group", () => port({ security_group_ids: [] }), /security_group_ids|default security group/],
    ["a service account", () => machine({ service_account_id: "aje" }), /service_account_id: the lab does not support/],
    ["a wrong host name", () => machine({ hostname: "DB" }), /^Request validation error: hostname: expected \|\[a-z\]/],
    [
      "an unknown platform",
      () => machine({ platform_id: "standard-v9" }),
      /^platform_id: expected one of standard-v1, /,
    ],
    [
      "three cores",
      () => machine({ resources_spec: { cores: 3, memory: 3 * GB, core_fraction: 100 } }),
      /resources_spec\.cores: expected one of 2,4,6,.* found 3/,
    ],
    [
      "a share of a core that the platform has not",
      () => machine({ resources_spec: { cores: 2, memory: 2 * GB, core_fraction: 5 } }),
      /^core_fraction: standard-v3 has 20, 50, 100 %, found 5$/,
    ],
    [
      "another image",
      () => machine({ boot_disk_spec: { disk_spec: { image_id: "fd8other", size: 20 * GB } } }),
      /^Image fd8other not found$/,
    ],
    [
      "a disk that is too small for the image",
      () => machine({ boot_disk_spec: { disk_spec: { image_id: "fd8labdebian13000000", size: GB } } }),
      /^size: the image needs at least 10 GB, found 1 GB$/,
    ],
    [
      "a zone where its subnet is not",
      () => machine({ zone_id: "ru-central1-b" }),
      /^subnet_id: expected a subnet in ru/,
    ],
  ])("is refused with %s", async (_, given, sentence) => {
    const before = lab.cloud.counts();
    await expect(create(given())).rejects.toThrow(sentence);
    expect(lab.cloud.counts()).toEqual(before);
  });

  it("is refused with what another machine has: address, host name, disk", async () => {
    const first = await create(instance(plan, "app-1", "10.130.0.11", { secondary_disk_specs: [data()] }));
    await expect(create(instance(plan, "app-2", "10.130.0.11"))).rejects.toThrow(
      `address: 10.130.0.11 is already in use by instance bingo-app-1 (${id(first)})`,
    );
    await expect(create({ ...instance(plan, "app-1", "10.130.0.12"), name: "other" })).rejects.toThrow(
      /^hostname: app-1\.ru-central1\.internal is already in use/,
    );
    await expect(create(instance(plan, "app-2", "10.130.0.12", { secondary_disk_specs: [data()] }))).rejects.toThrow(
      /^disk_id: fhm\w+ is already attached to instance bingo-app-1/,
    );
  });
});
