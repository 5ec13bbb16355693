import { chmodSync, mkdirSync, readFileSync } from "node:fs";
import { checkoutOfEachTest, OWN_CONFIG } from "../support/laptop-checkout";

const checkout = checkoutOfEachTest();
/** Notes in which folder it is called, and how. */
const ENGINE = '#!/bin/sh\necho "$(basename "$PWD"): $*" >>"$(dirname "$0")/calls"\n';

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
