import { type Planned, planned } from "../../../script/prepare/planned";
import { lossesOf, printed } from "../../../script/prepare/print";
import { DISK, VM } from "../../support/engine/addresses";
import { block, type Resource, withResource, withShortDocuments } from "../../support/engine/deployment";
import { LabDeployment } from "../../support/engine/lab-deployment";
import { exampleInstallation, type StackJson, synthStacks } from "../../support/synth";

// Each step plans all stacks, which takes seconds and more on a busy machine.
jest.setTimeout(300_000);

const { machines, ...rest } = exampleInstallation();
const { dataDisk } = machines.database;
// Not protected: else the engine itself refuses.
const unprotected = { ...machines, database: { ...machines.database, dataDisk: { ...dataDisk, protected: false } } };
const stacks = withShortDocuments(synthStacks({ ...rest, machines: unprotected }));
const ORDER = ["network", "data", "edge"] as const;
const stack = (name: string): StackJson => {
  const found = stacks[name];
  if (found) return found;
  throw new Error(`no stack ${name}`);
};
const KEY = `tls_private_key.${Object.keys(stack("network").resource?.["tls_private_key"] ?? {})[0] ?? ""}`;

let deployment: LabDeployment;
let look: (replaced?: string) => Promise<Planned>;

beforeAll(async () => {
  deployment = await LabDeployment.start();
  const installation = { ...rest, machines: unprotected, state: { local: { folder: deployment.folder } } };
  look = (replaced) => planned(installation, deployment.environment, deployment.outdir, replaced);
  deployment.list(ORDER);
  for (const name of ORDER) await deployment.write(name, stack(name));
});
afterAll(() => {
  deployment.end();
});

it("has nothing to lose before the first deployment, and nothing to plan", async () => {
  const found = await look();
  expect(lossesOf(found)).toEqual([]);
  expect(found).toMatchObject({ unplanned: [], machines: [] });
  expect(printed(found)).toMatch(
    /^What this deployment does\n\nNEW\n {2}data: \d+ resources\n(.*\n)*\nSummary: \d+ added, 0 changed/,
  );
});

it("loses nothing of a first deployment that failed half-way", async () => {
  await deployment.deploy(stacks, ["network"]);
  await deployment.engine.run(deployment.home("network"), "taint", KEY);
  const found = await look();
  await deployment.engine.run(deployment.home("network"), "untaint", KEY);
  expect(found.unplanned).toEqual([]);
  expect(found.report.totals.replace).toBeGreaterThan(0);
  expect(lossesOf(found)).toEqual([]);
});

it("changes nothing behind a deployment", async () => {
  await deployment.deploy(stacks, ["data", "edge"]);
  const found = await look();
  expect(printed(found)).toBe("What this deployment does\n\nNothing changes: all is as the config wants it.");
  expect(found.machines).toMatchObject([{ stack: "edge", address: VM, status: "running", goes: false }]);
});

it("loses nothing by another size, and by what somebody has marked", async () => {
  const size = (vm: Resource): unknown => (block(vm, "resources").memory = 4);
  await deployment.write("edge", withResource(stack("edge"), VM, size));
  const resized = await look();
  await deployment.write("edge", stack("edge"));
  expect(lossesOf(resized)).toEqual([]);
  expect(printed(resized)).toContain(
    "MACHINES STOPPED FOR A MOMENT\n  edge: yandex_compute_instance.vm: resources.memory: stopped and started again; the service is away until it has booted",
  );

  await deployment.engine.run(deployment.home("edge"), "taint", VM);
  const marked = await look();
  await deployment.engine.run(deployment.home("edge"), "untaint", VM);
  expect(lossesOf(marked)).toEqual([]);
  expect(printed(marked)).toMatch(/MACHINES REPLACED\n {2}edge: .*: its creation failed, or it is to be made anew; /);
});

it("finds what is lost with a machine that somebody has made anew", async () => {
  const found = await look("edge");
  expect(lossesOf(found)).toEqual(["the history of metrics (edge)"]);
  expect(printed(found)).toMatch(/^ {2}edge: yandex_compute_instance\.vm: /m);
  expect(found.machines).toMatchObject([{ stack: "edge", address: VM, goes: true }]);
});

it("finds what would be lost", async () => {
  const edits: readonly (readonly [string, string, (resource: Resource) => void])[] = [
    ["data", DISK, (disk) => (disk.type = "network-hdd")],
    ["network", KEY, (key) => (key.ecdsa_curve = "P384")],
    ["edge", VM, (vm) => (vm.hostname = "other")],
  ];
  for (const [name, address, edit] of edits) await deployment.write(name, withResource(stack(name), address, edit));
  const found = await look();
  for (const name of ORDER) await deployment.write(name, stack(name));
  expect([...lossesOf(found)].sort()).toEqual([
    "a data disk (data)",
    "a private key (network)",
    "the history of metrics (edge)",
  ]);
});

it("takes an output that is yet to come from the plan of the stack that has it", async () => {
  const renamed = (text: string): string =>
    text.replace(/cross-stack-output-yandex_vpc_subnet/g, "cross-stack-output-new");
  const as = (one: StackJson): StackJson => JSON.parse(renamed(JSON.stringify(one))) as StackJson;
  expect(as(stack("edge"))).not.toEqual(stack("edge"));
  for (const name of ["network", "edge"]) await deployment.write(name, as(stack(name)));
  const found = await look();
  for (const name of ORDER) await deployment.write(name, stack(name));
  expect(found.unplanned).toEqual([]);
  expect(found.report.stacks.flatMap(({ resources }) => resources)).toEqual([]);
});

it("does not rule out a loss where a stack cannot be planned", async () => {
  deployment.api.cloud.faults.add({ call: "NetworkService/Get", kind: "fail", times: 50, seconds: 0 });
  const found = await look();
  deployment.api.cloud.faults.clear();
  expect(lossesOf(found)).toEqual(["what is not known (network could not be planned)"]);
  expect(printed(found)).toMatch(/COULD NOT BE PLANNED\n {2}network:\n(.*\n)*.*Internal error/);
});
