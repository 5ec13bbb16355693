import { chmodSync, mkdirSync } from "node:fs";
import { checkoutOfEachTest, OWN_CONFIG } from "../support/laptop-checkout";

const checkout = checkoutOfEachTest();

/** The subcommands that cdktf was called with. */
const subcommands = (): (string | undefined)[] =>
  checkout()
    .calls()
    .map(({ args }) => args[0]);

/** How cdktf was called. */
const calls = (): string[] =>
  checkout()
    .calls()
    .map(({ args }) => args.join(" "));

const DEPLOY = "deploy * --skip-synth --output cdktf.out --skip-provider-lock";

describe.each(["deploy", "diff", "destroy"])("npm run %s", (command) => {
  it("stops with one line that says what to type when there is no installation.yaml", async () => {
    expect(await checkout().run(command)).toMatchObject({
      exitCode: 1,
      stdout: "",
      stderr: `${command}: installation.yaml is missing, and installation.example.yaml is never deployed: type npm run init`,
    });
    expect(checkout().calls()).toEqual([]);
  });

  it("goes on with an installation of one's own", async () => {
    checkout().write("installation.yaml", OWN_CONFIG);
    expect(await checkout().run(command)).toMatchObject({ exitCode: 0, stderr: "" });
    expect(subcommands()).toContain(command);
  });
});

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
    expect(calls()).toEqual(["synth --output cdktf.out", `${DEPLOY} --auto-approve`]);
  });

  it.each([[["--app", "node my app.js"]], [["--app=node my app.js"]]])("synthesizes another app: %j", async (app) => {
    await checkout().run("deploy", {}, "--auto-approve", ...app);
    expect(calls()).toEqual([
      "synth --output cdktf.out --app node my app.js",
      `${DEPLOY} --auto-approve ${app.join(" ")}`,
    ]);
  });

  it("asks nothing where nothing is there yet", async () => {
    const { exitCode, stdout } = await checkout().run("deploy", { TERRAFORM_BINARY_NAME: "no-engine" });
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^What this deployment does\n\nNEW\n {2}data: 0 resources\n/m);
    expect(calls()).toEqual(["synth --output cdktf.out", DEPLOY]);
  });

  describe("where something would be lost", () => {
    /** Plans that the data disk is made anew. */
    const ENGINE = `#!/bin/sh
case "$1" in
  plan) exit 2 ;;
  show) echo '${JSON.stringify({
    resource_changes: [
      {
        address: "yandex_compute_disk.disk",
        mode: "managed",
        type: "yandex_compute_disk",
        change: {
          actions: ["delete", "create"],
          before: { type: "network-ssd" },
          after: { type: "network-hdd" },
          replace_paths: [["type"]],
        },
      },
    ],
  })}' ;;
esac
`;
    let env: Record<string, string>;

    beforeEach(() => {
      const here = checkout();
      mkdirSync(here.path("terraform-state"));
      const resources = [{ mode: "managed", type: "yandex_compute_disk", name: "disk", instances: [] }];
      here.write("terraform-state/data.tfstate", JSON.stringify({ serial: 1, resources }));
      here.write("engine", ENGINE);
      chmodSync(here.path("engine"), 0o755);
      env = { TERRAFORM_BINARY_NAME: here.path("engine") };
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
      expect(calls()).toEqual(["synth --output cdktf.out"]);
    });

    it("goes on with --accept-losses, and keeps the option from cdktf", async () => {
      const { exitCode, stdout } = await checkout().run("deploy", env, "--accept-losses", "--auto-approve");
      expect(exitCode).toBe(0);
      expect(stdout).toContain(LOST);
      expect(calls()).toEqual(["synth --output cdktf.out", `${DEPLOY} --auto-approve`]);
    });

    it("changes nothing where a stack cannot be planned", async () => {
      checkout().write("engine", '#!/bin/sh\n[ "$1" != plan ] || { echo "Error: no cloud" >&2; exit 1; }\n');
      const { exitCode, stdout, stderr } = await checkout().run("deploy", env, "--auto-approve");
      expect(exitCode).toBe(1);
      expect(stdout).toContain("COULD NOT BE PLANNED\n  data:\n    Error: no cloud");
      expect(stderr).toContain("what is not known (data could not be planned)");
      expect(calls()).toEqual(["synth --output cdktf.out"]);
    });
  });
});

describe("the doctor", () => {
  it("is the first step of a deployment, which ends there when something is wrong", async () => {
    checkout().write("installation.yaml", OWN_CONFIG);
    const found = await checkout().run("deploy", { DEPLOY_WITHOUT_DOCTOR: "", TERRAFORM_BINARY_NAME: "no-engine" });
    expect(found).toMatchObject({
      exitCode: 1,
      stdout: expect.stringMatching(
        /WRONG +engine .*found no program no-engine\n +→ .*\n(.*\n)*.* WRONG +login/,
      ) as string,
      stderr: "deploy: nothing was created: see above, or deploy all the same by DEPLOY_WITHOUT_DOCTOR=1",
    });
    expect(checkout().calls()).toEqual([]);
  });

  it("says all at once, with a config that is wrong, too", async () => {
    const env = { TERRAFORM_BINARY_NAME: "no-engine" };
    const { exitCode, stdout } = await checkout().run("doctor", env);
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/WRONG +config +installation.yaml is missing, .* type npm run init/);
    expect(stdout).toMatch(/WRONG +engine/);
    checkout().write("installation.yaml", OWN_CONFIG.replaceAll("mine.org", "example.org"));
    const lines = (await checkout().run("doctor", env)).stdout.split("\n");
    expect(lines.filter((line) => /WRONG +config/.test(line))).toEqual([
      expect.stringMatching(/installation.yaml:2:9 domain: got "bingo.example.org"/),
      expect.stringMatching(/installation.yaml:3:24 bingo.studentEmail: got "me@example.org"/),
    ]);
  });
});

describe("script/cdktf", () => {
  it.each([["apply"], ["--log-level info deploy"], ["plan edge"], ["watch"]])(
    "checks whatever goes to the cloud: %s",
    async (words) => {
      const { exitCode, stderr } = await checkout().exec(checkout().path("script/cdktf"), words.split(" "));
      expect(exitCode).toBe(1);
      expect(stderr).toMatch(/: installation.yaml is missing, .* type npm run init$/);
      expect(checkout().calls()).toEqual([]);
    },
  );

  it("lets failed stacks cut off no others, and asks no server for news", async () => {
    checkout().write("installation.yaml", OWN_CONFIG);
    await checkout().run("deploy", { NODE_OPTIONS: "--no-deprecation" }, "--auto-approve");
    expect(checkout().calls()).toMatchObject([
      { args: ["synth", "--output", "cdktf.out"] },
      {
        args: [...DEPLOY.split(" "), "--auto-approve"],
        nodeOptions: "--no-deprecation --unhandled-rejections=warn",
        checkpoint: "1",
      },
    ]);
  });
});

describe("--parallelism", () => {
  beforeEach(() => {
    checkout().write("installation.yaml", OWN_CONFIG);
  });

  it.each([
    ["deploy", ["--parallelism", "2"]],
    ["deploy", ["--parallelism=2"]],
    ["destroy", ["--parallelism", "2"]],
  ])("is kept from cdktf, which would cut off stacks that run: %s %j", async (command, options) => {
    expect(await checkout().run(command, {}, "--auto-approve", ...options)).toMatchObject({ exitCode: 0, stderr: "" });
    const [call] = checkout()
      .calls()
      .filter(({ args }) => args[0] === command);
    expect(call?.args).toEqual(expect.arrayContaining(["--auto-approve", "--output", "cdktf.out"]));
    expect(call?.args.join(" ")).not.toMatch(/parallelism| 2( |$)/);
    expect(call?.engine).toBe(checkout().path("script/engine-in-turn"));
  });

  it.each([["0"], ["-1"], ["two"], [""]])("has to be a number of stacks: %j", async (value) => {
    const { exitCode, stderr } = await checkout().run("deploy", {}, `--parallelism=${value}`);
    expect({ exitCode, stderr }).toEqual({
      exitCode: 1,
      stderr: `cdktf: --parallelism: expected a number of stacks from 1 up, found ${value || "none"}`,
    });
    expect(
      checkout()
        .calls()
        .map(({ args }) => args[0]),
    ).not.toContain("deploy");
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
  expect(calls().filter((call) => call.startsWith("synth"))).toEqual([
    "synth --output cdktf.out",
    "synth --output staging.out",
  ]);
});

describe("npm run synth", () => {
  it("writes into CDKTF_OUTDIR, which may be any folder, unless another one is named", async () => {
    const env = { CDKTF_OUTDIR: "a/b/c.out" };
    expect((await checkout().run("synth", env)).exitCode).toBe(0);
    for (const own of [["--output", "d.out"], ["--output=d.out"], ["-o", "d.out"]]) {
      await checkout().run("synth", env, ...own);
    }
    expect(
      checkout()
        .calls()
        .map(({ args }) => args),
    ).toEqual([
      ["synth", "--output", "a/b/c.out"],
      ["synth", "--output", "d.out"],
      ["synth", "--output=d.out"],
      ["synth", "-o", "d.out"],
    ]);
  });

  it("takes the example, and says so", async () => {
    expect(await checkout().run("synth")).toMatchObject({
      exitCode: 0,
      stderr: "cdktf: installation.yaml is missing, so this is installation.example.yaml, which is never deployed",
    });
    expect(subcommands()).toEqual(["synth"]);
  });

  it("takes values of manuals, and says nothing", async () => {
    checkout().write("installation.yaml", OWN_CONFIG.replace("bingo.mine.org", "bingo.example.org"));
    expect(await checkout().run("synth")).toMatchObject({ exitCode: 0, stderr: "" });
  });
});

describe("npm run destroy", () => {
  it("leaves a protected disk alone", async () => {
    checkout().write("installation.yaml", OWN_CONFIG);
    const { stdout } = await checkout().run("destroy", { PROTECTED: "1" }, "--auto-approve");
    expect(stdout).toMatch(/^The data disk is protected and stays\./);
    expect(checkout().calls().at(-1)?.args.slice(0, 3)).toEqual(["destroy", "edge", "network"]);
    await checkout().run("destroy");
    expect(checkout().calls().at(-1)?.args.slice(0, 2)).toEqual(["destroy", "*"]);
  });
});

describe("npm run diff", () => {
  const planned = (): (string | undefined)[] =>
    checkout()
      .calls()
      .flatMap(({ args }) => (args[0] === "diff" ? args[1] : []));

  it("plans every stack, each behind those whose outputs it reads", async () => {
    checkout().write("installation.yaml", OWN_CONFIG);
    mkdirSync(checkout().path("terraform-state"));
    checkout().write("terraform-state/network.tfstate", JSON.stringify({ serial: 1, outputs: { id: { value: "x" } } }));
    const { stdout } = await checkout().run("diff", { CDKTF_OUTDIR: "other.out" });
    expect(stdout).toBe("\n== network\n\n== data\n\n== edge");
    expect(planned()).toEqual(["network", "data", "edge"]);
  });

  it("plans what can be planned before the first deployment, and says what waits", async () => {
    checkout().write("installation.yaml", OWN_CONFIG);
    const { stdout, exitCode } = await checkout().run("diff");
    expect(exitCode).toBe(0);
    expect(stdout).toContain(
      "== edge\nwaits for network: its plan needs what is created there. What it will create: cdktf.out/stacks/edge/cdk.tf.json",
    );
    expect(planned()).toEqual(["network", "data"]);
  });
});
