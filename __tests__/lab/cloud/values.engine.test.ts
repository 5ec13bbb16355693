import { DISK, GROUP, NETWORK, RECORD, SPREAD, SUBNET, VM, ZONE } from "../../support/engine/addresses";
import { block, type Resource, withResource, withShortDocuments } from "../../support/engine/deployment";
import { LabDeployment } from "../../support/engine/lab-deployment";
import { exampleInstallation, synthStacks } from "../../support/synth";
import type { StackJson } from "../../support/synth";

// Who refuses a wrong value, and in what words: the provider before anything is done, or the cloud. Each step starts the
// engine and the provider, which takes a second and more on a busy machine.
jest.setTimeout(600_000);

let deployment: LabDeployment;

const stacks = withShortDocuments(synthStacks(exampleInstallation()));
const ORDER = ["network", "data", "db"];

beforeAll(async () => {
  deployment = await LabDeployment.start();
  await deployment.deploy(stacks, ORDER);
});
afterAll(() => {
  deployment.end();
});

type Row = [value: string, stack: string, address: string, edit: (resource: Resource) => void, words: RegExp];

describe("the provider refuses, before anything is done,", () => {
  it.each<Row>([
    [
      "a network that is none",
      "network",
      SUBNET,
      (it) => (it.v4_cidr_blocks = ["banana"]),
      /not a valid IP CIDR range/,
    ],
    [
      "a port that is none",
      "network",
      GROUP,
      (it) => (block(it, "ingress").port = 70000),
      /expected ingress\.\d\.port to be in the range \(-1 - 65535\), got 70000/,
    ],
    ["a domain without its dot", "network", ZONE, (it) => (it.zone = "bingo.local"), /zone name must ends with '\.'/],
    ["a negative time", "network", RECORD, (it) => (it.ttl = -1), /expected ttl to be in the range/],
    ["a negative size", "data", DISK, (it) => (it.size = -1), /expected size to be at least \(0\), got -1/],
    [
      "an option that is none",
      "db",
      VM,
      (it) => (block(it, "metadata_options").gce_http_token = 3),
      /gce_http_token to be in the range \(0 - 2\), got 3/,
    ],
    [
      "an unknown acceleration",
      "db",
      VM,
      (it) => (it.network_acceleration_type = "fast"),
      /Invalid value|expected network_acceleration_type|must be/,
    ],
  ])("%s", async (_, name, address, edit, words) => {
    await deployment.write(name, withResource(stacks[name] as StackJson, address, edit));
    expect((await deployment.faults(name)).join("\n")).toMatch(words);
    await deployment.write(name, stacks[name] as StackJson);
  });

  it("another mode of a disk, in the plan", async () => {
    const edit = (it: Resource): unknown => (block(it, "secondary_disk").mode = "READ");
    await deployment.write("db", withResource(stacks.db as StackJson, VM, edit));
    await expect(deployment.plan("db", "-refresh=false")).rejects.toThrow(
      /secondary_disk\.\d+\.mode to be one of|mode/,
    );
    await deployment.write("db", stacks.db as StackJson);
  });
});

/** Applies one resource of a stack in another version, and puts the stack back. @returns what the engine says of it */
async function refusalOf(name: string, address: string, edit: (resource: Resource) => void): Promise<string> {
  await deployment.write(name, withResource(stacks[name] as StackJson, address, edit));
  const said = await deployment.apply(name, "-refresh=false", `-target=${address}`).then(
    () => "nothing",
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
  await deployment.write(name, stacks[name] as StackJson);
  return said.replace(/\s+/g, " ");
}

const newDisk =
  (change: Resource) =>
  (it: Resource): void => {
    Object.assign(it, { name: "extra", size: 10, type: "network-ssd" }, change);
  };

describe("the cloud refuses", () => {
  it.each<Row>([
    [
      "a name that ends with a hyphen",
      "network",
      NETWORK,
      (it) => (it.name = "bingo-"),
      /name: expected .* found "bingo-"/,
    ],
    ["a name that is too long", "network", NETWORK, (it) => (it.name = "b".repeat(64)), /name: expected \|\[a-zA-Z\]/],
    [
      "a label's key with a capital",
      "network",
      NETWORK,
      (it) => (it.labels = { Env: "a" }),
      /labels: key Env: expected/,
    ],
    [
      "a label with a blank",
      "network",
      NETWORK,
      (it) => (it.labels = { a: "b c" }),
      /labels\.a: expected .* found "b c"/,
    ],
    [
      "a network with host bits",
      "network",
      SUBNET,
      (it) => (it.v4_cidr_blocks = ["10.130.9.1/24"]),
      /written by its first address, found "10\.130\.9\.1\/24"/,
    ],
    [
      "a network that overlaps another",
      "network",
      SUBNET,
      (it) => (it.v4_cidr_blocks = ["10.130.0.0/16"]),
      /10\.130\.0\.0\/16 overlaps 10\.130\.0\.0\/24 of subnet bingo-private/,
    ],
    [
      "a zone that there is not",
      "network",
      "yandex_vpc_subnet.extra",
      (it) =>
        Object.assign(it, {
          name: "extra",
          network_id: "${yandex_vpc_network.network.id}",
          v4_cidr_blocks: ["10.140.0.0/24"],
          zone: "ru-central1-x",
        }),
      /zone_id: expected one of ru-central1-a, .* found ru-central1-x/,
    ],
    [
      "a rule for a network that is none",
      "network",
      GROUP,
      (it) => (block(it, "ingress").v4_cidr_blocks = ["10.0.0.0/40"]),
      /expected an IPv4 network/,
    ],
    ["an unknown protocol", "network", GROUP, (it) => (block(it, "ingress").protocol = "FOO"), /expected TCP or UDP/],
    [
      "a rule without a target",
      "network",
      GROUP,
      (it) => delete block(it, "ingress").v4_cidr_blocks,
      /cidr_blocks: expected IPv4 networks/,
    ],
    [
      "a record that there is already",
      "network",
      "yandex_dns_recordset.extra",
      (it) =>
        Object.assign(it, {
          zone_id: "${yandex_dns_zone.zone.id}",
          name: "db.bingo.local.",
          type: "A",
          ttl: 60,
          data: ["10.130.0.9"],
        }),
      /RecordSet db\.bingo\.local\. A already exists/,
    ],
    ["a disk's name with a capital", "data", DISK, (it) => (it.name = "Data"), /name: expected .* found "Data"/],
    ["too large a disk", "data", DISK, (it) => (it.size = 100_000), /size: expected .*found/],
    [
      "an unknown type of disk",
      "data",
      "yandex_compute_disk.extra",
      newDisk({ type: "floppy" }),
      /expected one of network-hdd/,
    ],
    [
      "a size that the type of disk has not",
      "data",
      "yandex_compute_disk.extra",
      newDisk({ type: "network-ssd-nonreplicated", size: 100 }),
      /has a multiple of 93 GB, found 100 GB/,
    ],
    ["three cores", "db", VM, (it) => (block(it, "resources").cores = 3), /cores: expected one of 2,4,/],
    [
      "memory that no such machine has",
      "db",
      VM,
      (it) => (block(it, "resources").memory = 100),
      /memory: standard-v3 with/,
    ],
    ["no memory", "db", VM, (it) => (block(it, "resources").memory = 0), /memory/],
    [
      "an unknown platform",
      "db",
      VM,
      (it) => (it.platform_id = "standard-v9"),
      /platform_id: expected one of standard-v1/,
    ],
    [
      "an unknown share of a core",
      "db",
      VM,
      (it) => (block(it, "resources").core_fraction = 33),
      /core_fraction: expected one of/,
    ],
  ])("%s", async (_, name, address, edit, words) => {
    expect(await refusalOf(name, address, edit)).toMatch(words);
  });

  it("an address outside the subnet: the machine is stopped for it, and stays stopped", async () => {
    const edit = (it: Resource): unknown => (block(it, "network_interface").ip_address = "10.99.0.5");
    deployment.api.changes();
    expect(await refusalOf("db", VM, edit)).toMatch(/expected an address in 10\.130\.0\.0\/24 of its subnet/);
    expect(deployment.api.changes().map((call) => call.split(" ")[0])).toEqual([
      "InstanceService/Stop",
      "InstanceService/UpdateNetworkInterface",
    ]);
    const [machine] = await deployment.api.substrate.machines.list();
    expect(machine).toMatchObject({ name: "db", state: "stopped" });
    // With the old address back there is nothing to do, so nothing starts it.
    await deployment.expectNoChanges("db");
  });
});

it("the provider refuses a port beside a range, when it is applied", async () => {
  const edit = (it: Resource): void => {
    Object.assign(block(it, "ingress"), { port: 80, from_port: 80, to_port: 81 });
  };
  expect(await refusalOf("network", GROUP, edit)).toContain("cannot set from_port/to_port with port");
});

it("the provider cannot change the strategy of a placement group, although it plans to", async () => {
  const edit = (it: Resource): unknown => (it.placement_strategy_spread = false);
  expect(await refusalOf("network", SPREAD, edit)).toContain("No fields were updated for Placement Group");
});

it("the provider stops no machine unasked, and says so when it is applied", async () => {
  const edit = (it: Resource): void => {
    it.allow_stopping_for_update = false;
    block(it, "resources").memory = 16;
  };
  expect(await refusalOf("db", VM, edit)).toContain("please set allow_stopping_for_update = true");
});
