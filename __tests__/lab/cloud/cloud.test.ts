import type { JsonObject } from "../../../config/json";
import {
  furnish,
  id,
  instance,
  LabCloud,
  networkInterface,
  openEnds,
  type Plan,
  recordOf,
  zoneOf,
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

  it("is recreated on the substrate by the next daemon, but for machines", async () => {
    await lab.create(INSTANCE, instance(plan, "db", "10.130.0.20"));
    lab.substrate.subnets.clear();
    lab.substrate.groups.clear();
    lab.substrate.log.length = 0;
    await lab.restart();
    expect(lab.substrate.subnets.size).toBe(1);
    expect(lab.substrate.groups.size).toBe(1);
    expect(lab.substrate.log).toEqual([]);
  });

  it("is refused with a name that is taken", async () => {
    const before = lab.cloud.counts();
    await expect(lab.create("yandex_vpc_network", { name: "n" })).rejects.toThrow(/^network n already exists: enp/);
    expect(lab.cloud.counts()).toEqual(before);
  });

  it("is refused if the lab does not support its type", async () => {
    await expect(lab.create("yandex_lb_target_group", {})).rejects.toThrow(
      /^the lab does not know yandex_lb_target_group; it has /,
    );
    expect(() => lab.cloud.data("yandex_vpc_network", { prior: null, planned: {}, config: null })).toThrow(
      /does not know/,
    );
  });

  it("is not deleted while it is in use", async () => {
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

  it("is not deleted while it is protected", async () => {
    const address = await lab.update("yandex_vpc_address", plan.address, { deletion_protection: true });
    await expect(lab.delete("yandex_vpc_address", address)).rejects.toThrow(/its deletion_protection is true/);
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
