import { spawn } from "node:child_process";
import { once } from "node:events";
import type { FaultKind } from "../../../lab/cloud/faults";
import { until } from "../../../lab/until";
import { SPREAD, VM } from "../../support/engine/addresses";
import { type Resource, withResource, withShortDocuments } from "../../support/engine/deployment";
import { LabDeployment } from "../../support/engine/lab-deployment";
import { exampleInstallation, synthStacks } from "../../support/synth";
import type { StackJson } from "../../support/synth";

// What the user is told when the cloud fails, and that the same deployment once more mends it.
jest.setTimeout(600_000);

let deployment: LabDeployment;

const stacks = withShortDocuments(synthStacks(exampleInstallation()));
const NETWORK = stacks.network as StackJson;
const APP = stacks["app-1"] as StackJson;

beforeAll(async () => {
  deployment = await LabDeployment.start();
  await deployment.write("network", NETWORK);
});
afterAll(() => {
  deployment.end();
});
beforeEach(() => {
  deployment.api.cloud.faults.clear();
  deployment.api.changes();
});

const meet = (kind: FaultKind, call: string, seconds = 0, times = 1): void => {
  deployment.api.cloud.faults.add({ kind, call, seconds, times });
};

/** What the engine says. */
async function failureOf(doing: Promise<void>): Promise<string> {
  const failure = await doing.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(failure instanceof Error)) throw new Error("expected a failure");
  return failure.message.replace(/\s+/g, " ");
}

const inState = async (stack: string, address: string): Promise<boolean> =>
  (await deployment.resources(stack)).includes(address);

it("a creation that is throttled leaves nothing in the state; the next deployment goes on from there", async () => {
  meet("throttle", "NetworkService/Create");
  expect(await failureOf(deployment.apply("network"))).toMatch(
    /Error while requesting API to create network: .*code = ResourceExhausted desc = Too many requests/,
  );
  expect(await inState("network", "yandex_vpc_network.network")).toBe(false);
  await deployment.apply("network");
  await deployment.expectNoChanges("network");
});

it.each<[FaultKind, RegExp]>([
  ["quota", /create Placement Group: .*code = ResourceExhausted desc = Quota limit exceeded/],
  ["fail", /create Placement Group.*PlacementGroupService\/Create: Internal error/],
])("a creation that meets %s is told in the cloud's words, and made by the next deployment", async (kind, words) => {
  await deployment.apply("network", "-destroy", `-target=${SPREAD}`);
  meet(kind, "PlacementGroupService/Create");
  expect(await failureOf(deployment.apply("network"))).toMatch(words);
  await deployment.apply("network");
  await deployment.expectNoChanges("network");
});

it("a service that is away for a moment is asked again by the provider itself", async () => {
  await deployment.apply("network", "-destroy", `-target=${SPREAD}`);
  deployment.api.changes();
  meet("unavailable", "PlacementGroupService/Create", 0, 2);
  await deployment.apply("network");
  expect(deployment.api.changes()).toEqual([
    "PlacementGroupService/Create bingo-app-nodes UNAVAILABLE",
    "PlacementGroupService/Create bingo-app-nodes UNAVAILABLE",
    "PlacementGroupService/Create bingo-app-nodes",
  ]);
});

it("an operation that takes long is waited for", async () => {
  await deployment.apply("network", "-destroy", `-target=${SPREAD}`);
  meet("slow", "PlacementGroupService/Create", 3);
  const began = Date.now();
  await deployment.apply("network");
  expect(Date.now() - began).toBeGreaterThan(3000);
  const polls = deployment.api.cloud.calls.all().filter(({ call }) => call === "OperationService/Get");
  expect(polls.length).toBeGreaterThan(2);
});

it("a zone without resources: no machine is left, and the next deployment makes it", async () => {
  await deployment.write("app-1", APP);
  meet("capacity", "InstanceService/Create");
  expect(await failureOf(deployment.apply("app-1"))).toMatch(/availability zone has not enough resources at present/);
  expect(await deployment.api.substrate.machines.list()).toEqual([]);
  await deployment.apply("app-1");
  await deployment.expectNoChanges("app-1");
  expect(await deployment.api.substrate.machines.list()).toMatchObject([{ name: "app-1", state: "running" }]);
});

it("a deployment that is interrupted knows the machine that it has begun, and replaces it the next time", async () => {
  await deployment.apply("app-1", "-destroy", `-target=${VM}`);
  deployment.api.changes();
  meet("slow", "InstanceService/Create", 5);
  const running = spawn(deployment.engine.path, ["apply", "-auto-approve", "-input=false"], {
    cwd: deployment.home("app-1"),
    env: deployment.engine.environment,
    stdio: "ignore",
  });
  const ended = once(running, "exit");
  const begun = () =>
    deployment.api.cloud.calls.all().some(({ call }) => call === "InstanceService/Create")
      ? { value: undefined }
      : { found: "no call" };
  await until(begun, "expected a machine to be begun", { timeoutSeconds: 60, intervalSeconds: 0.1 });
  running.kill("SIGINT");
  expect(await ended).toEqual([1, null]);
  expect(await inState("app-1", VM)).toBe(true);
  await deployment.apply("app-1");
  await deployment.expectNoChanges("app-1");
  expect(await deployment.api.substrate.machines.list()).toHaveLength(1);
});

it("an update that fails halfway leaves the machine stopped, and the same deployment once more starts it", async () => {
  const edit = (it: Resource): unknown => ((it.resources as { memory: number }).memory = 4);
  await deployment.write("app-1", withResource(APP, VM, edit));
  meet("fail", "InstanceService/Update");
  expect(await failureOf(deployment.apply("app-1"))).toMatch(/InstanceService\/Update: Internal error/);
  expect(await deployment.api.substrate.machines.list()).toMatchObject([{ state: "stopped" }]);
  await deployment.apply("app-1");
  expect(await deployment.api.substrate.machines.list()).toMatchObject([{ state: "running" }]);
  expect(deployment.api.changes().map((call) => call.split(" ")[0])).toEqual([
    ...["InstanceService/Stop", "InstanceService/Update"],
    ...["InstanceService/Stop", "InstanceService/Update", "InstanceService/Start"],
  ]);
});

it("a deletion that fails keeps the resource in the state", async () => {
  await deployment.destroy("app-1");
  meet("fail", "NetworkService/Delete");
  expect(await failureOf(deployment.destroy("network"))).toContain("NetworkService/Delete: Internal error");
  expect(await deployment.resources("network")).toEqual(["yandex_vpc_network.network"]);
  await deployment.destroy("network");
  expect(deployment.api.cloud.counts()).toEqual({});
});
