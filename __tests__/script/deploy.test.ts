import { checkoutOfEachTest, DEPLOY, OWN_CONFIG, type PlannedResource } from "../support/laptop-checkout";

const checkout = checkoutOfEachTest();

it("npm run deploy refuses the values of manuals with their places", async () => {
  checkout().write("installation.yaml", OWN_CONFIG.replace("bingo.mine.org", "bingo.example.org"));
  expect(await checkout().run("deploy")).toMatchObject({
    exitCode: 1,
    stderr: [
      "deploy: installation.yaml: 1 problem",
      'installation.yaml:2:9 domain: got "bingo.example.org", allowed: a name of your own; example.org is for documentation',
    ].join("\n"),
  });
  expect(checkout().calls()).toEqual([]);
});

describe("npm run deploy", () => {
  beforeEach(() => {
    checkout().write("installation.yaml", OWN_CONFIG);
  });

  it("says what a month costs", async () => {
    const { stdout } = await checkout().run("deploy", {}, "--auto-approve");
    expect(stdout).toMatch(/^What this costs a month .*\n(.*\n)* +in all +[\d,]+\n/m);
  });

  it("goes on to the acceptance with --accept, and keeps the option from cdktf", async () => {
    const env = { TERRAFORM_BINARY_NAME: "no-engine" };
    const { exitCode, stderr } = await checkout().run("deploy", env, "--accept", "--auto-approve");
    expect(stderr).toMatch(/^accept: no-engine .*output -raw edge_address: expected a deployed installation/);
    expect(exitCode).toBe(2);
    expect(checkout().commands).toEqual(["synth --output cdktf.out", `${DEPLOY} --auto-approve`]);
  });

  it.each([[["--app", "node my app.js"]], [["--app=node my app.js"]]])("synthesizes another app: %j", async (app) => {
    await checkout().run("deploy", {}, "--auto-approve", ...app);
    expect(checkout().commands).toEqual([
      "synth --output cdktf.out --app node my app.js",
      `${DEPLOY} --auto-approve ${app.join(" ")}`,
    ]);
  });

  it("asks nothing where nothing is there yet", async () => {
    const { exitCode, stdout } = await checkout().run("deploy", { TERRAFORM_BINARY_NAME: "no-engine" });
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^What this deployment does\n\nNEW\n {2}data: 0 resources\n/m);
    expect(checkout().commands).toEqual(["synth --output cdktf.out", DEPLOY]);
  });

  describe("where something would be lost", () => {
    const DISK: PlannedResource = {
      address: "yandex_compute_disk.disk",
      type: "yandex_compute_disk",
      change: {
        actions: ["delete", "create"],
        before: { type: "network-ssd" },
        after: { type: "network-hdd" },
        replace_paths: [["type"]],
      },
    };
    let env: Record<string, string>;

    beforeEach(() => {
      checkout().deployed("data", DISK);
      env = { TERRAFORM_BINARY_NAME: checkout().engine(DISK) };
    });

    const LOST =
      "LOST FOR GOOD\n  data: yandex_compute_disk.disk: is replaced (type): the data on it is gone, also of a machine that runs with it";

    it.each([
      [[], "npm run deploy -- --accept-losses"],
      [["--auto-approve"], "npm run deploy -- --auto-approve --accept-losses"],
      [["--accept", "--auto-approve"], "npm run deploy -- --auto-approve --accept-losses"],
    ])("changes nothing with %j, and says which option allows it", async (options, how) => {
      const { exitCode, stdout, stderr } = await checkout().run("deploy", env, ...options);
      expect(stdout).toContain(LOST);
      expect({ exitCode, stderr }).toEqual({
        exitCode: 1,
        stderr: `deploy: nothing was changed: this would lose for good: a data disk (data). If it may go, type ${how}`,
      });
      expect(checkout().commands).toEqual(["synth --output cdktf.out"]);
    });

    it("goes on with --accept-losses, and keeps the option from cdktf", async () => {
      const { exitCode, stdout } = await checkout().run("deploy", env, "--accept-losses", "--auto-approve");
      expect(exitCode).toBe(0);
      expect(stdout).toContain(LOST);
      expect(checkout().commands).toEqual(["synth --output cdktf.out", `${DEPLOY} --auto-approve`]);
    });

    it("changes nothing where a stack cannot be planned", async () => {
      checkout().write("engine", '#!/bin/sh\n[ "$1" != plan ] || { echo "Error: no cloud" >&2; exit 1; }\n');
      const { exitCode, stdout, stderr } = await checkout().run("deploy", env, "--auto-approve");
      expect(exitCode).toBe(1);
      expect(stdout).toContain("COULD NOT BE PLANNED\n  data:\n    Error: no cloud");
      expect(stderr).toContain("what is not known (data could not be planned)");
      expect(checkout().commands).toEqual(["synth --output cdktf.out"]);
    });
  });
});

it("two installations of one checkout share no state", async () => {
  checkout().write("installation.yaml", OWN_CONFIG);
  checkout().write("staging.yaml", OWN_CONFIG);
  const staging = { INSTALLATION: "staging.yaml" };
  expect((await checkout().run("deploy")).exitCode).toBe(0);
  expect(await checkout().run("deploy", staging)).toMatchObject({
    exitCode: 1,
    stderr: expect.stringMatching(
      /^deploy: staging.yaml: state.local.folder: got terraform-state, which holds the state of installation.yaml, /,
    ) as string,
  });
  checkout().write("staging.yaml", `${OWN_CONFIG}state: { local: { folder: terraform-state/staging } }\n`);
  expect((await checkout().run("deploy", staging)).exitCode).toBe(0);
  expect(checkout().commands.filter((call) => call.startsWith("synth"))).toEqual([
    "synth --output cdktf.out",
    "synth --output staging.out",
  ]);
});
