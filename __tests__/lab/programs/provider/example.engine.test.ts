import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Installation } from "../../../../config/schema";
import { exampleInstallation, stackDependencies, synthStacks } from "../../../support/synth";
import type { StackJson } from "../../../support/synth";
import { FakeDaemon } from "../../../support/engine/provider-daemon";
import { Deployment, engineWithProviders } from "../../../support/engine/provider-deployment";

// Each step starts the engine, which takes a second and more on a busy machine.
jest.setTimeout(120_000);

const scratch = mkdtempSync(join(tmpdir(), "provider-example-"));
const daemon = new FakeDaemon(join(scratch, "daemon.sock"));
let deployment: Deployment;

beforeAll(async () => {
  await daemon.listen();
  deployment = new Deployment(
    await engineWithProviders(scratch, { LAB_SOCKET: daemon.socket, YC_FOLDER_ID: "b1g-lab" }),
    scratch,
  );
});
afterAll(async () => {
  await daemon.close();
  rmSync(scratch, { recursive: true });
});

const example = exampleInstallation();
const stacks = synthStacks(example);
const names = inOrder();

/** Each stack after those it waits for. */
function inOrder(): string[] {
  const left = new Map(Object.entries(stackDependencies(example)));
  const order: string[] = [];
  while (left.size > 0) {
    const [next] = [...left].find(([, waits]) => waits.every((other) => order.includes(other))) ?? [];
    if (next === undefined) throw new Error("the stacks wait for each other");
    order.push(next);
    left.delete(next);
  }
  return order;
}

async function forAll(act: (name: string) => Promise<void>, order = names): Promise<void> {
  for (const name of order) await act(name);
}

/** What a changed installation would do to each stack that exists, or to some of them. */
async function planOf(changed: Installation, some = names): Promise<Record<string, Record<string, string>>> {
  const others = Object.entries(synthStacks(changed)).filter(
    ([name, stack]) => some.includes(name) && JSON.stringify(stack) !== JSON.stringify(stacks[name]),
  );
  const plans = await Promise.allSettled(
    others.map(async ([name, stack]) => {
      await deployment.write(name, stack);
      try {
        return [name, await deployment.plan(name)] as const;
      } finally {
        await deployment.write(name, stacks[name] as StackJson);
      }
    }),
  );
  return Object.fromEntries(
    plans.map((plan) => {
      if (plan.status === "rejected") throw plan.reason;
      return plan.value;
    }),
  );
}

it("is applied from nothing", async () => {
  await forAll(async (name) => {
    await deployment.write(name, stacks[name] as StackJson);
    await deployment.apply(name);
  });
  expect(daemon.asked.find(({ operation }) => operation === "create")?.config).toMatchObject({ folder_id: "b1g-lab" });
});

it("has nothing to do when it is planned again", async () => {
  await forAll((name) => deployment.expectNoChanges(name));
});

/** The whole machine anew, and what is carried to it. */
const NEW_MACHINE = {
  "yandex_compute_instance.vm": "replace",
  "null_resource.delivery": "replace",
  "null_resource.gate": "replace",
};
/** The machine as it is, and the gate that has it take its user-data and show that it works. */
const CHANGED = { "yandex_compute_instance.vm": "update", "null_resource.gate": "replace" };

describe("changes just what it must when", () => {
  const size = (of: Installation, name: keyof Installation["machines"], change: object): Installation => ({
    ...of,
    machines: { ...of.machines, [name]: { ...of.machines[name], ...change } },
  });
  const disk = (of: Installation, change: object): Installation =>
    size(of, "database", { dataDisk: { ...of.machines.database.dataDisk, ...change } });

  it.each<[string, (of: Installation) => Installation, Record<string, Record<string, string>>]>([
    [
      "the edge's user-data changes",
      (of) => ({ ...of, monitoring: { ...of.monitoring, scrapeIntervalSeconds: 7 } }),
      { edge: CHANGED },
    ],
    [
      "the app nodes' user-data changes",
      (of) => ({ ...of, bingo: { ...of.bingo, instanceMemoryMb: 700 } }),
      { "app-1": CHANGED, "app-2": CHANGED },
    ],
    [
      "the database's user-data changes with its memory",
      (of) => size(of, "database", { memoryGb: 16 }),
      { db: CHANGED },
    ],
    [
      "a machine gets more memory that its user-data does not speak of",
      (of) => size(of, "edge", { memoryGb: 4 }),
      { edge: CHANGED },
    ],
    [
      "the database gets a larger boot disk: the disk with the data stays",
      (of) => size(of, "database", { diskGb: 30 }),
      { db: NEW_MACHINE },
    ],
    [
      "the data disk grows",
      (of) => disk(of, { sizeGb: 128 }),
      { data: { "yandex_compute_disk.disk": "update" }, db: { "null_resource.gate": "replace" } },
    ],
    [
      "others may log in",
      (of) => ({ ...of, ssh: { ...of.ssh, sources: ["203.0.113.8/32"] } }),
      { network: { "yandex_vpc_security_group.firewall_edge_DFE682C2": "update" } },
    ],
    [
      "the certificate shall be valid for another time",
      (of) => ({ ...of, tls: { selfSigned: { validityDays: 90 } } }),
      { network: { "tls_self_signed_cert.certificate": "replace" } },
    ],
  ])("%s", async (_, change, wanted) => {
    expect(await planOf(change(example))).toEqual(wanted);
  });

  it("all get a new label: in place", async () => {
    const plans = await planOf({ ...example, labels: { team: "films" } });
    expect(Object.keys(plans).sort()).toEqual([...names].sort());
    expect(new Set(Object.values(plans).flatMap((plan) => Object.values(plan)))).toEqual(new Set(["update"]));
  });

  it.each<[string, (of: Installation) => Installation]>([
    ["shrink", (of) => disk(of, { sizeGb: 64 })],
    ["be of another type", (of) => disk(of, { type: "network-hdd" })],
    ["move to another zone", (of) => ({ ...of, cloud: { ...of.cloud, zone: "ru-central1-b" } })],
  ])("never the data disk, should it %s", async (_, change) => {
    await expect(planOf(change(example), ["data"])).rejects.toThrow(
      /yandex_compute_disk\.disk has prevent_destroy set, but the\s+plan calls for it to be destroyed/,
    );
  });
});

describe("applies", () => {
  const edge = (installation: Installation) => synthStacks(installation).edge as StackJson;
  const larger = { ...example, machines: { ...example.machines, edge: { ...example.machines.edge, memoryGb: 4 } } };

  it("a change in place", async () => {
    daemon.asked.length = 0;
    await deployment.write("edge", edge(larger));
    await deployment.apply("edge");
    const changes = daemon.asked.filter(({ operation }) => !["read", "data"].includes(operation));
    expect(changes).toMatchObject([
      {
        operation: "update",
        type: "yandex_compute_instance",
        prior: { resources: [{ memory: example.machines.edge.memoryGb }] },
        planned: { resources: [{ memory: 4 }] },
      },
    ]);
    await deployment.expectNoChanges("edge");
  });

  it("no change that stops a machine unasked", async () => {
    const stack = structuredClone(edge(example)) as unknown as {
      resource: { yandex_compute_instance: { vm: { allow_stopping_for_update: boolean } } };
    };
    stack.resource.yandex_compute_instance.vm.allow_stopping_for_update = false;
    await deployment.write("edge", stack as unknown as StackJson);
    await expect(deployment.apply("edge")).rejects.toThrow(
      /Cannot update yandex_compute_instance[^]*a change of resources stops the machine/,
    );
    await deployment.write("edge", edge(larger));
    // It went before the machine was to change, so the next deployment asks the machine again.
    expect(await deployment.plan("edge")).toEqual({ "null_resource.gate": "create" });
    await deployment.apply("edge");
    await deployment.expectNoChanges("edge");
  });

  it("a replacement: the old machine goes before the new one comes, for they share an address", async () => {
    daemon.asked.length = 0;
    const { edge: machine } = larger.machines;
    const changed = { ...larger, machines: { ...larger.machines, edge: { ...machine, diskGb: machine.diskGb + 10 } } };
    await deployment.write("edge", edge(changed));
    await deployment.apply("edge");
    expect(daemon.asked.map(({ operation }) => operation).filter((name) => !["read", "data"].includes(name))).toEqual([
      "delete",
      "create",
    ]);
    await deployment.expectNoChanges("edge");
  });
});

describe("finds out that", () => {
  it("a machine has vanished", async () => {
    daemon.resources.delete(daemon.idOf("yandex_compute_instance", "bingo-app-1"));
    expect(await deployment.plan("app-1")).toEqual({
      ...NEW_MACHINE,
      "yandex_compute_instance.vm": "create",
    });
    await deployment.apply("app-1");
    await deployment.expectNoChanges("app-1");
  });

  it("somebody has renamed a subnet, and taken a rule away", async () => {
    const subnet = daemon.resources.get(daemon.idOf("yandex_vpc_subnet", "bingo-edge"));
    const group = daemon.resources.get(daemon.idOf("yandex_vpc_security_group", "bingo-edge"));
    (subnet?.values as { name: string }).name = "mine";
    (group?.values as { ingress: unknown[] }).ingress.pop();
    expect(await deployment.plan("network")).toEqual({
      "yandex_vpc_subnet.network_edge_EE26EFD3": "update",
      "yandex_vpc_security_group.firewall_edge_DFE682C2": "update",
    });
    await deployment.apply("network");
    await deployment.expectNoChanges("network");
  });
});

it("leaves nothing behind when it is destroyed", async () => {
  await expect(deployment.destroy("data")).rejects.toThrow(/prevent_destroy/);
  const { dataDisk } = example.machines.database;
  const released = synthStacks({
    ...example,
    machines: {
      ...example.machines,
      database: { ...example.machines.database, dataDisk: { ...dataDisk, protected: false } },
    },
  });
  await deployment.write("data", released.data as StackJson);
  await forAll((name) => deployment.destroy(name), [...names].reverse());
  expect([...daemon.resources.keys()]).toEqual([]);
}, 300_000);
