/**
 * `tsx script/drifting/cli.ts OUTDIR`: plans every synthesized stack and says where reality is not as the config wants it.
 * It exits with 0, with 1 when something differs, with 2 when a stack could not be planned.
 */
import { Command } from "commander";
import { runCli } from "../run-cli";
import { stackOrder } from "../stack-order";
import { type Drift, driftOf } from "./plan";

const TEXT: Readonly<Record<Drift["state"], string>> = {
  same: "as it should be",
  differs: "differs",
  unknown: "could not be planned",
};

runCli(
  new Command("drift")
    .description("Plans every stack, and says what is not as the config wants it. Nothing is changed.")
    .argument("<outdir>", "what cdktf wrote")
    .action(async (outdir: string) => {
      const all: Drift[] = [];
      for (const { name } of stackOrder(outdir)) {
        const drift = await driftOf(process.env, outdir, name);
        console.log(`${name}: ${TEXT[drift.state]}`);
        if (drift.state !== "same") console.log(drift.text.replace(/^/gm, "  "));
        all.push(drift);
      }
      const has = (state: Drift["state"]): boolean => all.some((drift) => drift.state === state);
      console.log(
        has("same") && !has("differs") && !has("unknown")
          ? "No drift: all stacks are as the config wants them."
          : "Drift: see above. npm run deploy makes it as the config wants it; or change the config.",
      );
      process.exitCode = has("unknown") ? 2 : has("differs") ? 1 : 0;
    }),
);
