import { mkdirSync } from "node:fs";
import { checkoutOfEachTest, DEPLOY, OWN_CONFIG } from "../support/laptop-checkout";

const checkout = checkoutOfEachTest();

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
    expect(checkout().subcommands).toContain(command);
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

  it("lets failed stacks cut off no others, asks no server for news, and repeats no line for a terminal", async () => {
    checkout().write("installation.yaml", OWN_CONFIG);
    await checkout().run("deploy", { NODE_OPTIONS: "--no-deprecation" }, "--auto-approve");
    expect(checkout().calls()).toMatchObject([
      { args: ["synth", "--output", "cdktf.out"] },
      {
        args: [...DEPLOY.split(" "), "--auto-approve"],
        nodeOptions: "--max-old-space-size=4096 --no-deprecation --unhandled-rejections=warn",
        checkpoint: "1",
        ci: "true",
      },
    ]);
  });
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
    expect(checkout().subcommands).toEqual(["synth"]);
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
