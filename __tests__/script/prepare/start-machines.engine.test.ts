import { driftOf } from "../../../script/drifting/plan";
import { prepare } from "../../../script/prepare/prepare";
import { VM } from "../../support/engine/addresses";
import { withResource, withShortDocuments } from "../../support/engine/deployment";
import { LabDeployment } from "../../support/engine/lab-deployment";
import { exampleInstallation, type StackJson, synthStacks } from "../../support/synth";

// Each step plans the stacks, which takes seconds and more on a busy machine.
jest.setTimeout(300_000);

const stacks = withShortDocuments(synthStacks(exampleInstallation()));
const ORDER = ["network", "app-1"];
let deployment: LabDeployment;
let outdir: string;
let env: NodeJS.ProcessEnv;

beforeAll(async () => {
  deployment = await LabDeployment.start();
  ({ outdir, environment: env } = deployment);
  await deployment.deploy(stacks, ORDER);
  deployment.list(ORDER);
});
afterAll(() => {
  deployment.end();
});

/** What script/deploy does before cdktf deploys. @returns what it says */
async function prepared(): Promise<string> {
  const said: string[] = [];
  const installation = { ...exampleInstallation(), state: { local: { folder: deployment.folder } } };
  const tell = (text: string): void => void said.push(text);
  await prepare(installation, outdir, { autoApprove: true, acceptLosses: false, env, tell });
  return said.join("\n");
}

async function stop(): Promise<void> {
  const { id } = await deployment.api.named("InstanceService", "instances", "bingo-app-1");
  await deployment.api.byHand("InstanceService/Stop", { instance_id: id });
  deployment.api.changes();
}

async function status(): Promise<string> {
  const machine = await deployment.api.named("InstanceService", "instances", "bingo-app-1");
  return (machine as unknown as { readonly status: string }).status;
}

it("a machine that somebody has stopped is started by the next deployment, which says so and waits for it", async () => {
  await stop();
  expect(await status()).toBe("STOPPED");
  expect(await driftOf(env, outdir, "app-1")).toEqual({ state: "differs", text: "the machine is stopped" });

  const said = await prepared();
  expect(said).toContain("MACHINES THAT DO NOT RUN\n  app-1: is stopped, and is started first\n");
  expect(said).not.toContain("Nothing changes");
  expect(said).toMatch(/\napp-1: is stopped, starting it\napp-1: runs; the deployment waits until it does its work$/);
  expect(deployment.api.changes()).toEqual([expect.stringMatching(/^InstanceService\/Start /)]);
  expect(await status()).toBe("RUNNING");

  // Its gate, which asks the machine whether it does its work.
  expect(await deployment.plan("app-1")).toEqual({ "null_resource.gate": "replace" });
  await deployment.apply("app-1");
  await deployment.expectNoChanges("app-1");
  expect(await driftOf(env, outdir, "app-1")).toEqual({ state: "same", text: "" });
  expect(await prepared()).not.toContain("starting it");
});

it("one that the cloud has no room for keeps the deployment back no longer", async () => {
  await stop();
  deployment.api.cloud.faults.add({ call: "InstanceService/Start", kind: "fail", times: 1, seconds: 0 });
  const said = await prepared();
  deployment.api.cloud.faults.clear();
  expect(said).toMatch(/\napp-1: could not be started, the deployment goes on without it: .*Internal error/);
  expect(await status()).toBe("STOPPED");
});

it("one that is replaced is not started before", async () => {
  await deployment.write(
    "app-1",
    withResource(stacks["app-1"] as StackJson, VM, (vm) => (vm.hostname = "other")),
  );
  deployment.api.changes();
  expect(await prepared()).not.toContain("MACHINES THAT DO NOT RUN");
  expect(deployment.api.changes().filter((call) => call.includes("Start"))).toEqual([]);
});
