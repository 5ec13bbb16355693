/**
 * `npm run doctor`: looks at all that a deployment needs, before anything is created. The first step of `npm run deploy`.
 * It exits with 0, or with 1 when something is wrong, or with 2 when it could not look.
 */
import "../../stacks/bindings";
import { Command } from "commander";
import { runCli } from "../run-cli";
import { readConfig } from "./checks/config";
import { checksOf } from "./checks";
import { examine } from "./examine";
import { forbids, printed } from "./print";
import { surroundings } from "./surroundings";

runCli(
  new Command("doctor")
    .description("Looks at all that a deployment needs, and says what to type where something is missing.")
    .option("--brief", "print only what is not in order")
    .action(async ({ brief = false }: { brief?: boolean }) => {
      const { installation, findings } = readConfig();
      const examined = await examine(checksOf(installation, findings, surroundings()));
      console.log(printed(examined, brief).join("\n"));
      // Requests that nobody waits for any longer would hold the process.
      process.exit(forbids(examined) ? 1 : 0);
    }),
);
