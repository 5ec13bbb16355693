import type { Installation } from "../../../config/schema";
import { ADDRESS, DISK, GROUP, RECORD, ROUTES, SPREAD, SUBNET, VM, ZONE } from "../../support/engine/addresses";
import { block, type Resource, withResource, withShortDocuments } from "../../support/engine/deployment";
import { LabDeployment } from "../../support/engine/lab-deployment";
import { exampleInstallation, synthStacks } from "../../support/synth";
import type { StackJson } from "../../support/synth";

// What the provider's own code plans for changes of the example. Each step starts the engine and the provider, which
// takes a second and more on a busy machine.
jest.setTimeout(600_000);

let deployment: LabDeployment;

const example = exampleInstallation();
const stacks = withShortDocuments(synthStacks(example));
const ORDER = ["network", "data", "db", "app-1", "app-2", "edge"];

beforeAll(async () => {
  deployment = await LabDeployment.start();
  await deployment.deploy(stacks, ORDER);
});
afterAll(() => {
  deployment.end();
});

/** Plans a stack in another version, and puts it back. */
async function planOf(name: string, stack: StackJson): Promise<Record<string, string>> {
  await deployment.write(name, stack);
  try {
    return await deployment.plan(name, "-refresh=false");
  } finally {
    await deployment.write(name, stacks[name] as StackJson);
  }
}

/** The data disk must be free to go, or the engine refuses the plan. */
const released = (resource: Resource): void => {
  resource.lifecycle = { prevent_destroy: false };
};

describe("a change of one argument", () => {
  it.each<[string, string, string, (resource: Resource) => void, "update" | "replace" | undefined]>([
    ["a network's name", "network", "yandex_vpc_network.network", (it) => (it.name = "other"), "update"],
    ["a network's folder", "network", "yandex_vpc_network.network", (it) => (it.folder_id = "other"), "replace"],
    ["a gateway's name", "network", "yandex_vpc_gateway.network_nat_B2CD8D5F", (it) => (it.name = "other"), "update"],
    ["the routes of a table", "network", ROUTES, (it) => delete it.static_route, "update"],
    ["a subnet's name", "network", SUBNET, (it) => (it.name = "other"), "update"],
    ["a subnet's addresses", "network", SUBNET, (it) => (it.v4_cidr_blocks = ["10.130.9.0/24"]), "update"],
    ["a subnet's zone", "network", SUBNET, (it) => (it.zone = "ru-central1-b"), "replace"],
    ["the protection of an address", "network", ADDRESS, (it) => (it.deletion_protection = true), "update"],
    [
      "an address's zone",
      "network",
      ADDRESS,
      (it) => (block(it, "external_ipv4_address").zone_id = "ru-central1-b"),
      "replace",
    ],
    ["a group's description", "network", GROUP, (it) => (it.description = "other"), "update"],
    ["a rule's port", "network", GROUP, (it) => (block(it, "ingress").port = 8443), "update"],
    ["a zone's description", "network", ZONE, (it) => (it.description = "other"), "update"],
    ["a zone's domain", "network", ZONE, (it) => (it.zone = "other.local."), "replace"],
    ["whether a zone is public", "network", ZONE, (it) => (it.public = true), "replace"],
    ["how long a record is kept", "network", RECORD, (it) => (it.ttl = 60), "update"],
    ["a record's address", "network", RECORD, (it) => (it.data = ["10.130.0.99"]), "update"],
    ["a record's name", "network", RECORD, (it) => (it.name = "other.bingo.local."), "replace"],
    ["a placement group's name", "network", SPREAD, (it) => (it.name = "other"), "update"],
    // Refused when it is applied: see values.engine.test.ts.
    ["the strategy of a placement group", "network", SPREAD, (it) => (it.placement_strategy_spread = false), "update"],
    ["a larger data disk", "data", DISK, (it) => (it.size = 128), "update"],
    ["the labels of the data disk", "data", DISK, (it) => (it.labels = { a: "b" }), "update"],
    ["a smaller data disk", "data", DISK, (it) => (released(it), (it.size = 20)), "replace"],
    ["the type of the data disk", "data", DISK, (it) => (released(it), (it.type = "network-hdd")), "replace"],
    ["the zone of the data disk", "data", DISK, (it) => (released(it), (it.zone = "ru-central1-b")), "replace"],
    ["the blocks of the data disk", "data", DISK, (it) => (released(it), (it.block_size = 8192)), "replace"],
    ["a machine's labels", "db", VM, (it) => (it.labels = { a: "b" }), "update"],
    ["a machine's metadata", "db", VM, (it) => (block(it, "metadata")["serial-port-enable"] = "1"), "update"],
    ["a machine's memory", "db", VM, (it) => (block(it, "resources").memory = 16), "update"],
    ["a machine's platform", "db", VM, (it) => (it.platform_id = "standard-v2"), "update"],
    [
      "whether the cloud may end a machine",
      "db",
      VM,
      (it) => (block(it, "scheduling_policy").preemptible = true),
      "update",
    ],
    ["a machine's address", "db", VM, (it) => (block(it, "network_interface").ip_address = "10.130.0.77"), "update"],
    ["a machine's public address", "db", VM, (it) => (block(it, "network_interface").nat = true), "update"],
    // The provider does not look at it: see replacement.json.
    ["the name of a disk's device", "db", VM, (it) => (block(it, "secondary_disk").device_name = "other"), undefined],
    ["a machine's host name", "db", VM, (it) => (it.hostname = "other"), "replace"],
    ["a machine's zone", "db", VM, (it) => (it.zone = "ru-central1-b"), "replace"],
    [
      "a machine's boot disk",
      "db",
      VM,
      (it) => (block(block(it, "boot_disk"), "initialize_params").size = 40),
      "replace",
    ],
  ])("%s", async (_, name, address, edit, action) => {
    const plan = await planOf(name, withResource(stacks[name] as StackJson, address, edit));
    expect(plan[address]).toBe(action);
  });
});

/** The whole machine anew, and what is carried to it. */
const NEW_MACHINE = { [VM]: "replace", "null_resource.delivery": "replace", "null_resource.gate": "replace" };

describe("a change of the installation", () => {
  const size = (name: keyof Installation["machines"], change: object): Installation => ({
    ...example,
    machines: { ...example.machines, [name]: { ...example.machines[name], ...change } },
  });

  it.each<[string, Installation, Record<string, Record<string, string>>]>([
    [
      "a larger boot disk of the database: the disk with the data stays",
      size("database", { diskGb: 30 }),
      { db: NEW_MACHINE },
    ],
    // The gate asks again whether the machine that was stopped for it serves.
    [
      "more memory of the edge",
      size("edge", { memoryGb: 4 }),
      { edge: { [VM]: "update", "null_resource.gate": "replace" } },
    ],
    [
      "others who may log in",
      { ...example, ssh: { ...example.ssh, sources: ["203.0.113.8/32"] } },
      { network: { [GROUP]: "update" } },
    ],
  ])("%s", async (_, changed, wanted) => {
    const plans: Record<string, Record<string, string>> = {};
    for (const [name, stack] of Object.entries(withShortDocuments(synthStacks(changed)))) {
      if (JSON.stringify(stack) !== JSON.stringify(stacks[name])) plans[name] = await planOf(name, stack);
    }
    expect(plans).toEqual(wanted);
  });

  it("new labels: in place, everywhere", async () => {
    const changed = withShortDocuments(synthStacks({ ...example, labels: { team: "films" } }));
    for (const name of ORDER) {
      expect(new Set(Object.values(await planOf(name, changed[name] as StackJson)))).toEqual(new Set(["update"]));
    }
  });

  it.each([
    ["shrinks", { sizeGb: 64 }],
    ["is of another type", { type: "network-hdd" }],
  ])("the protected data disk that %s: the engine refuses", async (_, change) => {
    const { dataDisk } = example.machines.database;
    const changed = withShortDocuments(synthStacks(size("database", { dataDisk: { ...dataDisk, ...change } })));
    await expect(planOf("data", changed.data as StackJson)).rejects.toThrow(
      /yandex_compute_disk\.disk has prevent_destroy set, but the\s+plan calls for it to be destroyed/,
    );
  });
});
