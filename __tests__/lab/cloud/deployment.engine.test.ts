import { LabDeployment } from "../../support/engine/lab-deployment";
import { exampleInstallation, synthStacks } from "../../support/synth";
import type { StackJson } from "../../support/synth";

// Each step starts the engine, which takes a second and more on a busy machine.
jest.setTimeout(120_000);

// The provider's own code and the lab's cloud agree on every resource. There are no machines: a substrate that only
// remembers.
let deployment: LabDeployment;

const { machines, ...rest } = exampleInstallation();
const { dataDisk } = machines.database;
// Not protected: the test ends with nothing left.
const unprotected = { ...machines, database: { ...machines.database, dataDisk: { ...dataDisk, protected: false } } };
const example = { ...rest, machines: unprotected };
const stacks = synthStacks(example);
const ORDER = ["network", "data", "db", "app-1", "app-2", "edge"];

beforeAll(async () => {
  deployment = await LabDeployment.start();
});
afterAll(() => {
  deployment.end();
});

it("deploys the example", async () => {
  expect(Object.keys(stacks).sort()).toEqual([...ORDER].sort());
  await deployment.deploy(stacks, ORDER);
  expect((await deployment.api.substrate.machines.list()).map(({ name }) => name).sort()).toEqual([
    "app-1",
    "app-2",
    "db",
    "edge",
  ]);
});

it("deploys nothing the second time", async () => {
  for (const name of ORDER) await deployment.expectNoChanges(name);
});

it("keeps a machine whose user-data and size have changed, and gives it both", async () => {
  const before = deployment.api.cloud.machineId("db");
  const database = { ...example.machines.database, memoryGb: 16 };
  const changed = synthStacks({ ...example, machines: { ...example.machines, database } });
  await deployment.write("db", changed.db as StackJson);
  await deployment.apply("db");
  expect(deployment.api.cloud.machineId("db")).toBe(before);
  expect(deployment.api.substrate.specs.get(before)).toMatchObject({ memoryGb: 16 });
  for (const name of ["data", "db"]) await deployment.expectNoChanges(name);
});

it("brings a machine back that has vanished", async () => {
  await deployment.api.substrate.machines.remove(deployment.api.cloud.machineId("app-1"));
  await deployment.apply("app-1");
  expect((await deployment.api.substrate.machines.list()).map(({ name }) => name)).toContain("app-1");
  await deployment.expectNoChanges("app-1");
});

it("is empty when all is destroyed", async () => {
  for (const name of [...ORDER].reverse()) await deployment.destroy(name);
  expect(deployment.api.cloud.counts()).toEqual({});
  expect(await deployment.api.substrate.machines.list()).toEqual([]);
});
