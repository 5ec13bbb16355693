import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import execa from "execa";
import { PROJECT_ROOT } from "../config/paths";
import { CLOUD, EmulatedCloud, FOLDER } from "./support/cloud-api";
import { engineWithProviders } from "./support/engine/deployment";
import { pinnedEngine } from "./support/engine/engines";
import { LabApi } from "./support/engine/lab-api";
import { nodeOf } from "./support/node-of";

// What a new user does, in that order, by the commands that the README names: in a fresh clone, with the real cdktf and the
// real engine, on each release of Node.js that is kept up. Only the cloud is the lab's, and its machines are in memory:
// nobody logs in to them.
jest.setTimeout(300_000);

const APP = `
const { execSync } = require("node:child_process");
const { readdirSync, readFileSync, writeFileSync } = require("node:fs");
execSync("npx tsx main.ts", { stdio: "inherit" });
for (const name of readdirSync(process.env.CDKTF_OUTDIR + "/stacks")) {
  const file = process.env.CDKTF_OUTDIR + "/stacks/" + name + "/cdk.tf.json";
  const stack = JSON.parse(readFileSync(file, "utf8"));
  for (const resource of Object.values(stack.resource.null_resource ?? {})) {
    delete resource.provisioner;
    delete resource.connection;
  }
  writeFileSync(file, JSON.stringify(stack));
}
`;

describe.each([20, 22, 24])("on Node.js %i", (major) => {
  let folder: string;
  let clone: string;
  const inClone = (...path: readonly string[]): string => join(clone, ...path);

  /** Its REST API, which the doctor asks. */
  let catalogue: EmulatedCloud;
  /** Its gRPC API, which the provider asks. */
  let lab: LabApi;
  let engine: NodeJS.ProcessEnv;
  let PATH: string;

  beforeAll(async () => {
    mkdirSync(join(PROJECT_ROOT, ".cache"), { recursive: true });
    // Below the project: what npm has installed there can be linked from nowhere else.
    folder = mkdtempSync(join(PROJECT_ROOT, ".cache", "newcomer-"));
    clone = join(folder, "checkout");
    PATH = `${await nodeOf(major)}:${process.env["PATH"] ?? ""}`;
    await execa("git", ["clone", "--quiet", PROJECT_ROOT, clone]);
    // In place of npm ci.
    await execa("cp", ["-al", join(PROJECT_ROOT, "node_modules"), inClone("node_modules")]);
    for (const made of ["lib", "src"]) {
      await execa("cp", [
        "-al",
        join(PROJECT_ROOT, "packages/provider-yandex", made),
        inClone("packages/provider-yandex", made),
      ]);
    }
    writeFileSync(inClone("bingo"), "the binary");
    // Machines are in memory: no step of the deployment may log in to one.
    writeFileSync(inClone("app.js"), APP);
    catalogue = await EmulatedCloud.start();
    lab = await LabApi.start(folder);
    engine = (await engineWithProviders(folder, lab.settings)).environment;
  });
  afterAll(async () => {
    lab.close();
    await catalogue.stop();
    rmSync(folder, { recursive: true });
  });

  /** Runs a script of package.json as a person does who has set these variables and no others. */
  async function npm(
    script: string,
    env: NodeJS.ProcessEnv,
    ...args: readonly string[]
  ): Promise<{ readonly status: number; readonly text: string }> {
    const { exitCode, all = "" } = await execa("npm", ["run", "--silent", script, "--", ...args], {
      cwd: clone,
      env: { PATH, HOME: folder, ...env },
      extendEnv: false,
      stdin: "ignore",
      all: true,
      reject: false,
    });
    return { status: exitCode, text: all };
  }

  /** Changes a file of the clone as one does in an editor. */
  function edit(file: string, from: string | RegExp, to: string): void {
    const text = readFileSync(inClone(file), "utf8");
    const changed = text.replace(from, to);
    if (changed === text) throw new Error(`${file}: expected ${String(from)}, found none`);
    writeFileSync(inClone(file), changed);
  }

  /** Variables of the provider, with the lab's API behind them. */
  const cloud = (): NodeJS.ProcessEnv => ({
    ...engine,
    HOME: folder,
    TERRAFORM_BINARY_NAME: pinnedEngine(),
    // Otherwise cdktf puts the lab's providers where the user's own projects look for real ones.
    CDKTF_DISABLE_PLUGIN_CACHE_ENV: "1",
    // It asks the REST API, and has its own step here.
    DEPLOY_WITHOUT_DOCTOR: "1",
  });
  const doctor = (more: NodeJS.ProcessEnv) =>
    npm("doctor", { ...catalogue.env, TF_CLI_CONFIG_FILE: engine["TF_CLI_CONFIG_FILE"], ...more });

  it("0. npm runs on it", async () => {
    const { stdout } = await execa("npm", ["exec", "--", "node", "--version"], { cwd: clone, env: { PATH } });
    expect(stdout).toMatch(new RegExp(`^v${major}[.]`));
  });

  it("1. npm run init writes a config from answers, and says what comes next", async () => {
    const { status, text } = await npm(
      "init",
      { YC_CLOUD_ID: CLOUD },
      ...["--domain", "cinema.mine.org", "--email", "ada@mine.org", "--binary", "bingo", "--ssh-from", "8.8.8.8"],
      // The first mistake: there is no such zone.
      ...["--folder", FOLDER, "--zone", "ru-central1-x"],
    );
    expect({ status, text }).toEqual({
      status: 0,
      text: "installation.yaml is written. To deploy it: export YC_TOKEN=$(yc iam create-token) && npm run deploy",
    });
  });

  it("2. npm run doctor finds three mistakes at once, each with what to type", async () => {
    catalogue.content.collections = { "vpc/networks": [{ id: "enp1", name: "bingo", folderId: FOLDER }] };
    const { status, text } = await doctor({ TERRAFORM_BINARY_NAME: "no-engine" });
    expect(status).toBe(1);
    const wrong = text.split("\n").filter((line) => line.includes("WRONG"));
    expect(wrong.map((line) => /WRONG +(\S+)/.exec(line)?.[1])).toEqual(["engine", "names", "zone"]);
    expect(text).toMatch(/found no program no-engine\n +→ .*export TERRAFORM_BINARY_NAME=tofu/);
    expect(text).toMatch(/taken by .* bingo \(networks, enp1\)\n +→ .*take another name in the config/);
    expect(text).toMatch(/there is no zone ru-central1-x\n +→ set cloud.zone to one of ru-central1-a, /);
  });

  it("3. they are mended as it said, and it has no objection any more", async () => {
    edit("installation.yaml", "zone: ru-central1-x", "zone: ru-central1-a");
    edit("installation.yaml", /^domain:/m, "name: cinema\ndomain:");
    const { status, text } = await doctor({ TERRAFORM_BINARY_NAME: pinnedEngine() });
    expect(text).not.toContain("WRONG");
    expect(status).toBe(0);
  });

  it("4. npm run deploy makes everything, and says where it is and what it costs", async () => {
    const { status, text } = await npm("deploy", cloud(), "--auto-approve", "--app", "node app.js");
    expect(text).toMatch(/https_url = https:\/\/[\d.]+\//);
    expect(text).toMatch(/What this costs a month/);
    expect(status).toBe(0);
    expect((await lab.substrate.machines.list()).map(({ name }) => name).sort()).toEqual([
      "app-1",
      "app-2",
      "db",
      "edge",
    ]);
    expect(await lab.named("NetworkService", "networks", "cinema")).toBeDefined();
  });

  it("5. npm run review says what a change of a template does, before anybody notices", async () => {
    const file = "templates/edge/root/etc/nginx/nginx.conf.hbs";
    edit(file, "client_max_body_size 64k;", "client_max_body_size 128k;");
    const { status, text } = await npm("review", {}, "HEAD");
    edit(file, "client_max_body_size 128k;", "client_max_body_size 64k;");
    expect(status).toBe(0);
    expect(text).toMatch(/edge/);
    expect(text).toContain("client_max_body_size 128k;");
    expect(text).toMatch(/bingo-reload-nginx/);
    expect(text).not.toMatch(/app-1|would be lost/);
  });

  it("6. npm run drift shows what somebody has changed by hand", async () => {
    await lab.opened("cinema-database", 5432);
    const { status, text } = await npm("drift", cloud());
    expect(text).toMatch(/network: differs\n/);
    expect(text).toMatch(/- description += "opened by hand"/);
    expect(text).toMatch(/^(data|db|app-1|app-2|edge): as it should be$/m);
    expect(status).toBe(1);
  });

  it("7. npm run destroy leaves nothing, once the config lets the data go and one says so", async () => {
    edit("installation.yaml", "protected: true", "protected: false");
    const refused = await npm("destroy", cloud(), "--auto-approve");
    expect(refused).toMatchObject({ status: 1, text: expect.stringContaining("LOSE_DATA_OF=cinema") as string });
    const { status } = await npm("destroy", { ...cloud(), LOSE_DATA_OF: "cinema" }, "--auto-approve");
    expect(status).toBe(0);
    expect(lab.cloud.counts()).toEqual({});
    expect(await lab.substrate.machines.list()).toEqual([]);
  });
});
