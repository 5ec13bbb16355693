import { chmodSync, mkdirSync, readFileSync } from "node:fs";
import { checkoutOfEachTest, OWN_CONFIG } from "../support/laptop-checkout";

const checkout = checkoutOfEachTest();
/** Notes in which folder it is called, and how. It plans that the machine is made anew. */
const ENGINE = `#!/bin/sh
echo "$(basename "$PWD"): $*" >>"$(dirname "$0")/calls"
case "$1" in
  plan) exit 2 ;;
  show) echo '${JSON.stringify({
    resource_changes: [
      {
        address: "yandex_compute_instance.vm",
        mode: "managed",
        type: "yandex_compute_instance",
        action_reason: "replace_by_request",
        change: { actions: ["delete", "create"], before: {}, after: {} },
      },
    ],
  })}' ;;
esac
`;

/** `npm run replace -- ARGUMENTS`, with the stacks network, data and edge. */
async function replace(...args: readonly string[]) {
  const here = checkout();
  here.write("installation.yaml", OWN_CONFIG);
  mkdirSync(here.path("bin"));
  here.write("bin/engine", ENGINE);
  chmodSync(here.path("bin/engine"), 0o755);
  mkdirSync(here.path("cdktf.out/stacks/edge"), { recursive: true });
  return here.run("replace", { TERRAFORM_BINARY_NAME: here.path("bin/engine") }, ...args);
}

it("taints the machine in its own stack, and deploys what was synthesized", async () => {
  expect(await replace("edge", "--auto-approve")).toMatchObject({ exitCode: 0 });
  expect(readFileSync(checkout().path("bin/calls"), "utf8")).toBe(
    "edge: init -input=false\nedge: taint yandex_compute_instance.vm\n",
  );
  const deploy = "deploy * --skip-synth --output cdktf.out --skip-provider-lock --auto-approve";
  expect(
    checkout()
      .calls()
      .map(({ args }) => args.join(" ")),
  ).toEqual(["synth --output cdktf.out", deploy]);
});

describe("a machine that is there", () => {
  const RESOURCES = [{ mode: "managed", type: "yandex_compute_instance", name: "vm", instances: [] }];
  const engineCalls = (): string => readFileSync(checkout().path("bin/calls"), "utf8");

  beforeEach(() => {
    mkdirSync(checkout().path("terraform-state"));
    checkout().write("terraform-state/edge.tfstate", JSON.stringify({ serial: 1, resources: RESOURCES }));
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
  expect(
    checkout()
      .calls()
      .map(({ args: [command] }) => command),
  ).toEqual(["synth"]);
});
