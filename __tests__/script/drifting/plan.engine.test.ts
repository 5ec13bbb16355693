import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import execa from "execa";
import { PROJECT_ROOT } from "../../../config/paths";
import { driftOf } from "../../../script/drifting/plan";
import { pinnedEngine } from "../../support/engine/engines";
import { FakeDaemon } from "../../support/engine/provider-daemon";
import { Deployment, engineWithProviders } from "../../support/engine/provider-deployment";
import { exampleInstallation, synthStacks } from "../../support/synth";
import type { StackJson } from "../../support/synth";

// Each step starts the engine, which takes a second and more on a busy machine.
jest.setTimeout(120_000);

const scratch = mkdtempSync(join(tmpdir(), "drift-"));
const outdir = join(scratch, "cdktf.out");
const daemon = new FakeDaemon(join(scratch, "daemon.sock"));
const STACKS = ["network", "data"];
let deployment: Deployment;
let env: NodeJS.ProcessEnv;

beforeAll(async () => {
  await daemon.listen();
  const engine = await engineWithProviders(scratch, { LAB_SOCKET: daemon.socket });
  env = { ...process.env, ...engine.settings, TERRAFORM_BINARY_NAME: pinnedEngine() };
  deployment = new Deployment(engine, scratch);
  const stacks = synthStacks(exampleInstallation());
  for (const name of STACKS) {
    await deployment.write(name, stacks[name] as StackJson);
    await deployment.apply(name);
  }
  const listed = Object.fromEntries(STACKS.map((name) => [name, { dependencies: [] }]));
  writeFileSync(join(outdir, "manifest.json"), JSON.stringify({ stacks: listed }));
});
afterAll(async () => {
  await daemon.close();
  rmSync(scratch, { recursive: true });
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
  const id = daemon.idOf("yandex_vpc_security_group", "bingo-database");
  const group = daemon.resources.get(id);
  const rules = group?.values["ingress"] as object[];
  const opened = {
    ...rules[0],
    description: "opened by hand",
    v4_cidr_blocks: ["0.0.0.0/0"],
    port: 5432,
    id: "by-hand",
  };
  daemon.resources.set(id, {
    type: "yandex_vpc_security_group",
    values: { ...group?.values, ingress: [...rules, opened] },
  });

  const { exitCode, stdout } = await drift();
  expect(exitCode).toBe(1);
  expect(stdout).toMatch(/^network: differs\n {2}(Terraform|OpenTofu) used the selected/);
  expect(stdout).toMatch(/yandex_vpc_security_group\.\S+ will be updated in-place/);
  expect(stdout).toMatch(/- description += "opened by hand"/);
  expect(stdout).toContain("data: as it should be");
  expect(stdout).not.toMatch(/─{10}|Refreshing state/);
  daemon.resources.set(id, group as NonNullable<typeof group>);
});

it("a resource that is gone is to be created", async () => {
  const id = daemon.idOf("yandex_vpc_gateway", "bingo-nat");
  const gateway = daemon.resources.get(id);
  daemon.resources.delete(id);
  const { state, text } = await driftOf(env, outdir, "network");
  expect(state).toBe("differs");
  expect(text).toMatch(/yandex_vpc_gateway\.\S+ will be created/);
  daemon.resources.set(id, gateway as NonNullable<typeof gateway>);
});

it("a stack that cannot be planned is no good news", async () => {
  daemon.interfere = ({ operation }) => (operation === "read" ? { error: "the cloud is down" } : undefined);
  const { exitCode, stdout } = await drift();
  expect(exitCode).toBe(2);
  expect(stdout).toMatch(/network: could not be planned\n(.*\n)*.*the cloud is down/);
  expect(stdout).not.toContain("No drift");
  daemon.interfere = () => undefined;
});

it("nothing is known without an engine", async () => {
  const found = await driftOf({ ...env, TERRAFORM_BINARY_NAME: "no-engine" }, outdir, "network");
  expect(found).toMatchObject({ state: "unknown", text: expect.stringContaining("there is no engine") as string });
});
