/**
 * Shows the page's tiles and tables in a terminal: `npm run status`.
 * It exits with 0 when no alert fires, with 1 when one does, with 2 when there is no answer.
 */
import { Command, InvalidArgumentError } from "commander";
import { DATABASE, type Deployment, EDGE } from "../../proof/target/deployment";
import { openDeployment } from "../../proof/target/open";
import { Prometheus } from "../prometheus";
import { throughShell } from "../shell-transport";
import { loadLines } from "./load";
import { statusReport, type StatusReport } from "./report";
import { watch } from "./watch";
import { runCli } from "../../script/run-cli";

interface Options {
  readonly lab?: string;
  readonly watch?: number | true;
}

const PAUSE_SECONDS = 5;

const program = new Command("status")
  .description("Shows machines, instances, endpoints and alerts of the deployed installation, over SSH.")
  .option("--lab <name>", "show a lab in place of the deployed installation")
  .option("--watch [seconds]", `look again, every ${PAUSE_SECONDS} seconds or as often as said, until Ctrl-C`, seconds)
  .action(async ({ lab, watch: every }: Options) => {
    const deployment = await openDeployment(lab);
    try {
      if (every === undefined) {
        const { lines, good } = await look(deployment);
        console.log(lines.join("\n"));
        process.exitCode = good ? 0 : 1;
      } else await watchFor(deployment, every === true ? PAUSE_SECONDS : every);
    } finally {
      await deployment.close();
    }
  });

runCli(program);

async function look(deployment: Deployment): Promise<StatusReport> {
  const load = await loadLines(deployment.machine(DATABASE));
  const prometheus = new Prometheus(throughShell((command) => deployment.machine(EDGE).succeed(command)));
  const { lines, good } = await statusReport(prometheus, process.stdout.isTTY);
  return { lines: [...load, ...lines], good };
}

async function watchFor(deployment: Deployment, pauseSeconds: number): Promise<void> {
  const end = new AbortController();
  process.once("SIGINT", () => {
    end.abort();
  });
  await watch({
    look: async () => (await look(deployment)).lines,
    show: (lines) => {
      // A terminal shows the new picture in place of the old one; a file gets one behind the other.
      if (process.stdout.isTTY) console.clear();
      console.log(lines.join("\n"));
    },
    pauseSeconds,
    signal: end.signal,
  });
}

function seconds(text: string): number {
  const value = Number(text);
  if (value > 0 && Number.isFinite(value)) return value;
  throw new InvalidArgumentError("expected a number of seconds above 0.");
}
