import { checkoutOfEachTest, OWN_CONFIG } from "../support/laptop-checkout";

const checkout = checkoutOfEachTest();

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
    expect(checkout().subcommands).not.toContain("deploy");
  });
});
