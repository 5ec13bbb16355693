/** `npm run cost`: what the chosen installation costs a month. */
import "../../stacks/bindings";
import { Command } from "commander";
import { loadInstallationOrExit } from "../../config/load";
import { runCli } from "../run-cli";
import { synthesized } from "../synthesized";
import { costLines, monthlyCost } from "./monthly";

runCli(
  new Command("cost")
    .description("Says what the installation costs a month, by the prices in script/cost/prices.ts.")
    .action(() => {
      console.log(costLines(monthlyCost(synthesized(loadInstallationOrExit()))).join("\n"));
    }),
);
