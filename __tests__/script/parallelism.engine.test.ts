import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import execa from "execa";
import { PROJECT_ROOT } from "../../config/paths";
import { engineWithProviders } from "../support/engine/deployment";
import { pinnedEngine } from "../support/engine/engines";
import { LabApi } from "../support/engine/lab-api";
import { OWN_CONFIG } from "../support/laptop-checkout";

// The real cdktf starts the real engine for four stacks: half a minute, more on a busy machine.
jest.setTimeout(300_000);

/** Long enough for another stack to fail meanwhile, on a busy machine too. */
const SECONDS = 10;

const folder = mkdtempSync(join(tmpdir(), "parallelism-"));
const states = join(folder, "states");
/** Of the config, which the stacks do not follow: a folder below the project. */
const claimed = join(".cache", `parallelism-${String(process.pid)}`);
let api: LabApi;
let env: NodeJS.ProcessEnv;

beforeAll(async () => {
  mkdirSync(states);
  const config = join(folder, "installation.yaml");
  writeFileSync(config, `${OWN_CONFIG}state: { local: { folder: ${claimed} } }\n`);
  api = await LabApi.start(folder);
  const { environment } = await engineWithProviders(folder, api.settings);
  env = {
    ...environment,
    TERRAFORM_BINARY_NAME: pinnedEngine(),
    // Otherwise cdktf puts the lab's providers where the user's own projects look for real ones.
    CDKTF_DISABLE_PLUGIN_CACHE_ENV: "1",
    DEPLOY_WITHOUT_DOCTOR: "1",
    INSTALLATION: config,
    STATES: states,
    SECONDS: String(SECONDS),
  };
});
afterAll(() => {
  api.close();
  rmSync(folder, { recursive: true });
  rmSync(join(PROJECT_ROOT, claimed), { recursive: true, force: true });
});

const cdktf = (...words: readonly string[]) =>
  execa(
    join(PROJECT_ROOT, "script", "cdktf"),
    [
      ...words,
      ...["--auto-approve", "--skip-provider-lock", "--parallelism", "2", "--output", join(folder, "cdktf.out")],
      ...["--app", "npx tsx __tests__/fixtures/parallelism/app.ts"],
    ],
    { cwd: PROJECT_ROOT, env, extendEnv: false, stdin: "ignore", all: true, reject: false },
  );

const networks = (): readonly string[] =>
  api
    .changes()
    .filter((call) => call.startsWith("NetworkService/Create"))
    .map((call) => call.replace(/^\S+ /, ""));

/** Addresses in a stack's state. */
function inState(stack: string): readonly string[] {
  const file = join(states, `${stack}.tfstate`);
  if (!existsSync(file)) return [];
  const { resources } = JSON.parse(readFileSync(file, "utf8")) as {
    readonly resources: readonly { readonly type: string; readonly name: string }[];
  };
  return resources.map(({ type, name }) => `${type}.${name}`).sort();
}

it("a stack that fails lets those that run, and those that wait for a place, end", async () => {
  const { exitCode, all = "" } = await cdktf("deploy", "*");
  expect(all).toMatch(/name: expected .* found "Fails-"/);
  expect(exitCode).toBe(1);
  expect(inState("runs")).toEqual(["terraform_data.work", "yandex_vpc_network.last", "yandex_vpc_network.network"]);
  expect(inState("waits")).toEqual(["yandex_vpc_network.network"]);
  // What needs the failed one is not begun.
  expect(inState("after-fails")).toEqual([]);
  expect(networks().join("\n")).not.toContain("after-fails");
  expect(readdirSync(states).filter((name) => name.includes("lock"))).toEqual([]);
});

it("at most so many work at the same time, and destroying is the same", async () => {
  const { exitCode } = await cdktf("destroy", "*");
  expect(exitCode).toBe(0);
  expect(api.cloud.counts()).toEqual({});
});
