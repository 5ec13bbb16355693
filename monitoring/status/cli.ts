/**
 * Shows the page's tiles and tables in a terminal: `npm run status`.
 * It exits with 0 when no alert fires, with 1 when one does, with 2 when there is no answer.
 */
import { Command } from "commander";
import { DATABASE, EDGE } from "../../proof/target/deployment";
import { openDeployment } from "../../proof/target/open";
import { Prometheus } from "../prometheus";
import { throughShell } from "../shell-transport";
import { loadLines } from "./load";
import { statusReport } from "./report";
import { runCli } from "../../script/run-cli";

const program = new Command("status")
  .description("Shows machines, instances, endpoints and alerts of the deployed installation, over SSH.")
  .option("--lab <name>", "show a lab in place of the deployed installation")
  .action(async ({ lab }: { lab?: string }) => {
    const deployment = await openDeployment(lab);
    try {
      for (const line of await loadLines(deployment.machine(DATABASE))) console.log(line);
      const prometheus = new Prometheus(throughShell((command) => deployment.machine(EDGE).succeed(command)));
      const { lines, good } = await statusReport(prometheus, process.stdout.isTTY);
      console.log(lines.join("\n"));
      process.exitCode = good ? 0 : 1;
    } finally {
      await deployment.close();
    }
  });

runCli(program);
