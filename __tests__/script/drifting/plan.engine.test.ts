import { join } from "node:path";
import execa from "execa";
import { PROJECT_ROOT } from "../../../config/paths";
import { driftOf } from "../../../script/drifting/plan";
import { LabDeployment } from "../../support/engine/lab-deployment";
import { exampleInstallation, synthStacks } from "../../support/synth";

// Each step starts the engine, which takes a second and more on a busy machine.
jest.setTimeout(120_000);

const STACKS = ["network", "data"];
let deployment: LabDeployment;
let outdir: string;
let env: NodeJS.ProcessEnv;

beforeAll(async () => {
  deployment = await LabDeployment.start();
  ({ outdir, environment: env } = deployment);
  await deployment.deploy(synthStacks(exampleInstallation()), STACKS);
  deployment.list(STACKS);
});
afterAll(() => {
  deployment.end();
});

/** The whole command, as CI starts it. */
async function drift(): Promise<{ exitCode: number; stdout: string }> {
  const cli = join(PROJECT_ROOT, "script", "drifting", "cli.ts");
  return execa(join(PROJECT_ROOT, "node_modules/.bin/tsx"), [cli, outdir], { env, extendEnv: false, reject: false });
}

it("there is none behind a deployment", async () => {
  expect(await driftOf(env, outdir, "network")).toEqual({ state: "same", text: "" });
  expect(await drift()).toMatchObject({
    exitCode: 0,
    stdout: "network: as it should be\ndata: as it should be\nNo drift: all stacks are as the config wants them.",
  });
});

it("a firewall that somebody has opened is shown rule by rule", async () => {
  const security_group_id = await deployment.api.opened("bingo-database", 5432);

  const { exitCode, stdout } = await drift();
  expect(exitCode).toBe(1);
  expect(stdout).toMatch(/^network: differs\n {2}(Terraform|OpenTofu) used the selected/);
  expect(stdout).toMatch(/yandex_vpc_security_group\.\S+ will be updated in-place/);
  expect(stdout).toMatch(/- description += "opened by hand"/);
  expect(stdout).toContain("data: as it should be");
  expect(stdout).not.toMatch(/─{10}|Refreshing state/);
  const { rules } = (await deployment.api.named(
    "SecurityGroupService",
    "security_groups",
    "bingo-database",
  )) as unknown as {
    rules: readonly { readonly id: string; readonly description: string }[];
  };
  const added = rules.filter(({ description }) => description === "opened by hand").map(({ id }) => id);
  await deployment.api.byHand("SecurityGroupService/UpdateRules", { security_group_id, deletion_rule_ids: added });
});

it("a resource that is gone is to be created", async () => {
  const { id } = await deployment.api.named("PlacementGroupService", "placement_groups", "bingo-app-nodes");
  await deployment.api.byHand("PlacementGroupService/Delete", { placement_group_id: id });
  const { state, text } = await driftOf(env, outdir, "network");
  expect(state).toBe("differs");
  expect(text).toMatch(/yandex_compute_placement_group\.\S+ will be created/);
});

it("a stack that cannot be planned is no good news", async () => {
  deployment.api.cloud.faults.add({ call: "NetworkService/Get", kind: "fail", times: 5, seconds: 0 });
  const { exitCode, stdout } = await drift();
  expect(exitCode).toBe(2);
  expect(stdout).toMatch(/network: could not be planned\n(.*\n)*.*Internal error/);
  expect(stdout).not.toContain("No drift");
  deployment.api.cloud.faults.clear();
});

it("nothing is known without an engine", async () => {
  const found = await driftOf({ ...env, TERRAFORM_BINARY_NAME: "no-engine" }, outdir, "network");
  expect(found).toMatchObject({ state: "unknown", text: expect.stringContaining("there is no engine") as string });
});
