import { readFileSync } from "node:fs";
import { checkoutOfEachTest, DEPLOY, OWN_CONFIG, type PlannedResource } from "../support/laptop-checkout";

const checkout = checkoutOfEachTest();
const MACHINE: PlannedResource = {
  address: "yandex_compute_instance.vm",
  type: "yandex_compute_instance",
  action_reason: "replace_by_request",
  change: { actions: ["delete", "create"], before: {}, after: {} },
};

/** `npm run replace -- ARGUMENTS`, with the stacks network, data and edge, and an engine that makes the machine anew. */
async function replace(...args: readonly string[]) {
  const here = checkout();
  here.write("installation.yaml", OWN_CONFIG);
  return here.run("replace", { TERRAFORM_BINARY_NAME: here.engine(MACHINE) }, ...args);
}

const engineCalls = (): string => readFileSync(checkout().path("engine-calls"), "utf8");

it("taints the machine in its own stack, and deploys what was synthesized", async () => {
  expect(await replace("edge", "--auto-approve")).toMatchObject({ exitCode: 0 });
  expect(engineCalls()).toBe("edge: init -input=false\nedge: taint yandex_compute_instance.vm\n");
  expect(checkout().commands).toEqual(["synth --output cdktf.out", `${DEPLOY} --auto-approve`]);
});

describe("a machine that is there", () => {
  beforeEach(() => {
    checkout().deployed("edge", MACHINE);
  });

  it("is not touched when something is lost with it and nobody has said that it may go", async () => {
    const { exitCode, stdout, stderr } = await replace("edge", "--auto-approve");
    expect(stdout).toContain("MACHINES REPLACED\n  edge: yandex_compute_instance.vm: ");
    expect(stderr).toBe(
      "replace: nothing was changed: this would lose for good: the history of metrics (edge). If it may go, type npm run replace -- edge --auto-approve --accept-losses",
    );
    expect(exitCode).toBe(1);
    expect(engineCalls()).toMatch(/^edge: plan .* -replace=yandex_compute_instance.vm$/m);
    expect(engineCalls()).not.toContain("taint");
  });

  it("is made anew with --accept-losses", async () => {
    expect(await replace("edge", "--accept-losses", "--auto-approve")).toMatchObject({ exitCode: 0 });
    expect(engineCalls()).toMatch(/taint yandex_compute_instance.vm$/m);
    const [deploy] = checkout().calls().slice(-1);
    expect(deploy?.args).toEqual(expect.arrayContaining(["deploy", "--auto-approve"]));
    expect(deploy?.args).not.toContain("--accept-losses");
  });
});

it.each([
  [[], "nothing"],
  [["data"], "data"],
])("names the machines there are, given %j", async (args, found) => {
  const { exitCode, stderr } = await replace(...args);
  expect(stderr).toBe(`replace: expected one of edge, found ${found}`);
  expect(exitCode).toBe(1);
  expect(checkout().subcommands).toEqual(["synth"]);
});
