import { writeFileSync } from "node:fs";
import { engineWithProviders } from "./support/engine/deployment";
import { pinnedEngine } from "./support/engine/engines";
import { LabApi } from "./support/engine/lab-api";
import { Newcomer } from "./support/newcomer";
import { expectNode, expectOpenedPort, testFirstSteps } from "./support/newcomer-steps";

// What a new user does, in that order, by the commands that the README names: in a fresh clone, with the real cdktf and the
// real engine, on releases of Node.js that are kept up. Only the cloud is the lab's, and its machines are in memory: nobody
// logs in to them. newcomer.lab.test.ts does it with machines, on Node.js 22 or another.
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

describe.each([20, 24])("on Node.js %i", (major) => {
  let newcomer: Newcomer;
  /** Its gRPC API, which the provider asks. */
  let lab: LabApi;
  let engine: NodeJS.ProcessEnv;

  beforeAll(async () => {
    newcomer = await Newcomer.arrives(major);
    writeFileSync(newcomer.file("bingo"), "the binary");
    // Machines are in memory: no step of the deployment may log in to one.
    writeFileSync(newcomer.file("app.js"), APP);
    lab = await LabApi.start(newcomer.home);
    engine = (await engineWithProviders(newcomer.home, lab.settings)).environment;
  });
  afterAll(async () => {
    lab.close();
    await newcomer.leaves();
  });

  /** Variables of the provider, with the lab's API behind them. */
  const cloud = (): NodeJS.ProcessEnv => ({
    ...engine,
    TERRAFORM_BINARY_NAME: pinnedEngine(),
    // Otherwise cdktf puts the lab's providers where the user's own projects look for real ones.
    CDKTF_DISABLE_PLUGIN_CACHE_ENV: "1",
    // It asks the REST API, and has its own step here.
    DEPLOY_WITHOUT_DOCTOR: "1",
  });

  it("0. npm runs on it", () => expectNode(newcomer, major));

  testFirstSteps({
    newcomer: () => newcomer,
    from: () => "8.8.8.8",
    engine: pinnedEngine,
    providers: () => engine["TF_CLI_CONFIG_FILE"],
  });

  it("4. npm run deploy makes everything, and says where it is and what it costs", async () => {
    const said = await newcomer.npm("deploy", cloud(), "--auto-approve", "--app", "node app.js");
    // With all that it said, where it failed.
    expect(said).toMatchObject({ status: 0, text: expect.stringMatching(/What this costs a month/) as string });
    expect(said.text).toMatch(/https_url = https:\/\/[\d.]+\//);
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
    newcomer.edits(file, "client_max_body_size 64k;", "client_max_body_size 128k;");
    const { status, text } = await newcomer.npm("review", {}, "HEAD");
    newcomer.edits(file, "client_max_body_size 128k;", "client_max_body_size 64k;");
    expect(status).toBe(0);
    expect(text).toMatch(/edge/);
    expect(text).toContain("client_max_body_size 128k;");
    expect(text).toMatch(/bingo-reload-nginx/);
    expect(text).not.toMatch(/app-1|would be lost/);
  });

  it("6. npm run drift shows what somebody has changed by hand", async () => {
    await lab.opened("cinema-database", 5432);
    expectOpenedPort(await newcomer.npm("drift", cloud()));
  });

  it("7. npm run destroy leaves nothing, once the config lets the data go and one says so", async () => {
    newcomer.edits("installation.yaml", "protected: true", "protected: false");
    const refused = await newcomer.npm("destroy", cloud(), "--auto-approve");
    expect(refused).toMatchObject({ status: 1, text: expect.stringContaining("LOSE_DATA_OF=cinema") as string });
    const { status } = await newcomer.npm("destroy", { ...cloud(), LOSE_DATA_OF: "cinema" }, "--auto-approve");
    expect(status).toBe(0);
    expect(lab.cloud.counts()).toEqual({});
    expect(await lab.substrate.machines.list()).toEqual([]);
  });
});
