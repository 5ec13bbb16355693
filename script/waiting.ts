/**
 * `tsx script/waiting.ts OUTDIR`: each synthesized stack in the order of a deployment, and behind it those that it waits
 * for: its plan needs their outputs, and they have none yet.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { loadForCloud } from "../config/deployable";
import { runCli } from "./run-cli";
import { stackOrder } from "./stack-order";
import { stackState } from "./state/stack-state";

runCli(
  new Command("waiting")
    .description("Lists the synthesized stacks, each with those that must be deployed before it can be planned.")
    .argument("<outdir>", "what cdktf wrote")
    .action(async (outdir: string) => {
      const installation = loadForCloud("diff");
      const stacks = stackOrder(outdir).map(({ name }) => ({ name, reads: readStacks(outdir, name) }));
      const read = [...new Set(stacks.flatMap(({ reads }) => reads))];
      const states = await Promise.all(read.map((stack) => stackState(installation, process.env, outdir, stack)));
      // A stack whose deployment failed early has a state, and nothing in it that others could read.
      const waited = read.filter((_, index) => Object.keys(states[index]?.outputs ?? {}).length === 0);
      for (const { name, reads } of stacks)
        console.log([name, ...reads.filter((other) => waited.includes(other))].join(" "));
    }),
);

/** Stacks whose outputs a stack reads. cdktf names the data source by the stack. */
function readStacks(outdir: string, stack: string): string[] {
  const file = join(outdir, "stacks", stack, "cdk.tf.json");
  if (!existsSync(file)) return [];
  const { data = {} } = JSON.parse(readFileSync(file, "utf8")) as {
    readonly data?: { readonly terraform_remote_state?: object };
  };
  return Object.keys(data.terraform_remote_state ?? {}).map((name) => name.replace("cross-stack-reference-input-", ""));
}
