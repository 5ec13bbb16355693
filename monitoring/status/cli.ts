/** What the page shows, in a terminal: `npm run status`. Status 0: no alert fires; 1: one does; 2: no answer. */
import { Command } from "commander";
import { EDGE } from "../../proof/target/deployment";
import { openDeployment } from "../../proof/target/open";
import { Prometheus } from "../prometheus";
import { throughShell } from "../shell-transport";
import { report } from "./report";
import { runCli } from "../../script/run-cli";

const program = new Command("status")
  .description("Machines, instances, endpoints and alerts of the deployed installation, asked over SSH.")
  .option("--lab <name>", "of a lab in place of the deployed installation")
  .action(async ({ lab }: { lab?: string }) => {
    const deployment = await openDeployment(lab);
    try {
      const prometheus = new Prometheus(throughShell((command) => deployment.machine(EDGE).succeed(command)));
      const { lines, good } = await report(prometheus, process.stdout.isTTY);
      console.log(lines.join("\n"));
      process.exitCode = good ? 0 : 1;
    } finally {
      await deployment.close();
    }
  });

runCli(program);
