/**
 * `tsx script/prepare/cli.ts OUTDIR`: what a deployment begins with, once it is synthesized. Ends with status 1 when something
 * would be lost and nobody has agreed.
 */
import { Command } from "commander";
import { loadForCloud } from "../../config/deployable";
import { runCli } from "../run-cli";
import { prepare } from "./prepare";

interface Options {
  readonly autoApprove?: boolean;
  readonly acceptLosses?: boolean;
  readonly replace?: string;
}

const program = new Command("deploy");
runCli(
  program
    // So that errors name what was typed.
    .on("option:replace", () => program.name("replace"))
    .description("Shows what a deployment will do, asks where something would be lost, and starts stopped machines.")
    .argument("<outdir>", "what cdktf wrote")
    .option("--auto-approve", "ask nothing")
    .option("--accept-losses", "lose what is lost")
    .option("--replace <machine>", "one that is to be made anew")
    .action(async (outdir: string, { autoApprove = false, acceptLosses = false, replace }: Options) => {
      await prepare(loadForCloud("deploy"), outdir, {
        ...(replace !== undefined && { replace, command: `npm run replace -- ${replace}` }),
        autoApprove,
        acceptLosses,
        env: process.env,
        tell: (text) => {
          console.log(text);
        },
      });
    }),
  1,
);
