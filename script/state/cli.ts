/** `npm run backup-state`: one archive with the state of every stack. */
import { Command } from "commander";
import { loadForCloud } from "../../config/deployable";
import { outputFolder } from "../../config/which-file";
import { runCli } from "../run-cli";
import { archive } from "./archive";
import { readStates } from "./read";

interface Options {
  readonly to: string;
}

runCli(
  new Command("backup-state")
    .description("Writes the state of every stack into one archive. It holds secrets: only you can read it.")
    .option("--to <folder>", "where to put the archive", "state-backups")
    .action(async ({ to }: Options) => {
      // State of what was deployed with a manual's values is worth keeping, too.
      const installation = loadForCloud("destroy");
      const states = await readStates(installation, {
        output: outputFolder(),
        program: process.env["TERRAFORM_BINARY_NAME"] ?? "terraform",
      });
      const path = await archive(states, installation.name, new Date(), to);
      console.log(`${path}: ${states.map(({ stack }) => stack).join(", ")}`);
    }),
  1,
);
