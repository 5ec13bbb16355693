import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Cloud } from "../../../../lab/cloud/cloud";
import { createLabServer } from "../../../../lab/cloud/server";
import { FakeSubstrate } from "../../../support/fake-substrate";
import { exampleInstallation, synthStacks } from "../../../support/synth";
import type { StackJson } from "../../../support/synth";
import { Deployment, engineWithProviders } from "../../../support/engine/provider-deployment";

// Each step starts the engine, which takes a second and more on a busy machine.
jest.setTimeout(120_000);

// The provider and the lab's own cloud agree on every resource. There are no machines: a substrate that only remembers.
const scratch = mkdtempSync(join(tmpdir(), "provider-cloud-"));
const socket = join(scratch, "daemon.sock");
const internet = "198.51.100.0/24";
const substrate = new FakeSubstrate();
const cloud = new Cloud({ substrate, file: join(scratch, "resources.json"), internet });
const server = createLabServer({ name: "test", cloud, substrate, addresses: { internet, host: "198.51.100.1" } });
let deployment: Deployment;

const { machines, ...rest } = exampleInstallation();
const { dataDisk } = machines.database;
// Not protected: the test ends with nothing left.
const unprotected = { ...machines, database: { ...machines.database, dataDisk: { ...dataDisk, protected: false } } };
const example = { ...rest, machines: unprotected };
const stacks = synthStacks(example);
const ORDER = ["network", "data", "db", "app-1", "app-2", "edge"];

beforeAll(async () => {
  await cloud.recover();
  await new Promise<void>((ready) => server.listen(socket, ready));
  deployment = new Deployment(await engineWithProviders(scratch, { LAB_SOCKET: socket }), scratch);
});
afterAll(async () => {
  await new Promise((closed) => server.close(closed));
  rmSync(scratch, { recursive: true });
});

it("deploys the example", async () => {
  expect(Object.keys(stacks).sort()).toEqual([...ORDER].sort());
  for (const name of ORDER) {
    await deployment.write(name, stacks[name] as StackJson);
    await deployment.apply(name);
  }
  expect((await substrate.machines.list()).map(({ name }) => name).sort()).toEqual(["app-1", "app-2", "db", "edge"]);
});

it("deploys nothing the second time", async () => {
  cloud.beginDeployment();
  for (const name of ORDER) await deployment.expectNoChanges(name);
});

it("keeps a machine whose user-data and size have changed, and gives it both", async () => {
  const before = cloud.machineId("db");
  const database = { ...example.machines.database, memoryGb: 16 };
  const changed = synthStacks({ ...example, machines: { ...example.machines, database } });
  await deployment.write("db", changed.db as StackJson);
  await deployment.apply("db");
  expect(cloud.machineId("db")).toBe(before);
  expect((await substrate.machines.list()).find(({ name }) => name === "db")).toMatchObject({ id: before });
  for (const name of ["data", "db"]) await deployment.expectNoChanges(name);
});

it("brings a machine back that has vanished", async () => {
  await substrate.machines.remove(cloud.machineId("app-1"));
  await deployment.apply("app-1");
  expect((await substrate.machines.list()).map(({ name }) => name)).toContain("app-1");
  await deployment.expectNoChanges("app-1");
});

it("is empty when all is destroyed", async () => {
  for (const name of [...ORDER].reverse()) await deployment.destroy(name);
  expect(cloud.counts()).toEqual({});
  expect(await substrate.machines.list()).toEqual([]);
});
