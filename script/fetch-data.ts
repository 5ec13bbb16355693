/** `npm run fetch-data -- FILE`: the prepared data of a running installation, for another one's `bingo.data.dump`. */
import { Command } from "commander";
import { DATABASE } from "../proof/target/deployment";
import { fetchDump } from "../proof/target/dump";
import { openDeployment } from "../proof/target/open";
import { runCli } from "./run-cli";

runCli(
  new Command("fetch-data")
    .description(
      "Fetches a dump of the prepared data: as it was after the load, without what users have written since.",
    )
    .argument("<file>", "where to put it; bingo.data.dump of another installation names it")
    .option("--lab <name>", "fetch it from a lab in place of the deployed installation")
    .action(async (file: string, { lab }: { lab?: string }) => {
      const deployment = await openDeployment(lab);
      try {
        const bytes = await fetchDump(deployment.machine(DATABASE), file);
        console.log(`${file}: ${(bytes / 1e6).toFixed(1)} MB of ${deployment.name}`);
      } finally {
        await deployment.close();
      }
    }),
);
