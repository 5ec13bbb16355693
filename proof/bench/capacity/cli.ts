/** Finds what an installation carries for as long as one likes: `npm run capacity -- --lab NAME`. */
import { Command } from "commander";
import { runCli } from "../../../script/run-cli";
import { idsAt } from "../../load/ids";
import { writeSection } from "../../report/document";
import { markdownTable } from "../../report/markdown-table";
import { APP_NODES } from "../../target/deployment";
import { labDeployment } from "../../target/open";
import { carried, climb, type Step } from "./highest-rate";
import { loadAt, stepText } from "./load";

interface Arguments {
  readonly lab: string;
  readonly seconds: number;
  readonly write?: boolean;
}

/** One instance answers 100 requests a second, and each is checked twice a second. */
const RATES = [120, 190, 240, 300, 340, 380, 390, 400] as const;
const RATES_OF_A_NODE = [120, 170, 190, 195, 200] as const;
/** Until the edge knows that a node is gone. */
const SETTLE_MS = 5000;

runCli(
  new Command("capacity")
    .description("Loads a lab at one rate after the other, with all instances and with a node away.")
    .requiredOption("--lab <name>", "a lab that is up, and that is not needed for anything else meanwhile")
    .option("--seconds <number>", "length of each step", Number, 60)
    .option("--write", "put the table into docs/bench.md")
    .action(main),
);

async function main({ lab, seconds, write = false }: Arguments): Promise<void> {
  const deployment = await labDeployment(lab);
  const ids = await idsAt(deployment.service);
  const [node] = APP_NODES;
  const power = deployment.power?.(node);
  const load = async (rate: number): Promise<Step> => {
    const step = await loadAt(deployment.service, ids, rate, seconds);
    console.error(`${carried(step) ? "carried" : "too much"}: ${stepText(step)}`);
    return step;
  };
  const whole = await climb(load, RATES);
  await power?.crash();
  try {
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
    console.error(`${node} without power`);
    const half = await climb(load, RATES_OF_A_NODE);
    const table = tableOf([
      ["four instances", whole],
      [`two, as ${node} is away`, half],
    ]);
    console.log(table);
    if (write) writeSection("bench.md", "npm run capacity", table);
  } finally {
    await power?.start();
  }
}

function tableOf(parts: readonly (readonly [string, readonly Step[]])[]): string {
  const head = ["instances", "rate", "failed", "p50 / p90 / p99 ms", "carried"];
  const rows = parts.flatMap(([name, steps]) =>
    steps.map((step) => [
      name,
      `${step.rate}/s`,
      `${step.errors} of ${step.requests}`,
      [step.p50Ms, step.p90Ms, step.p99Ms].map((ms) => ms.toFixed(0)).join(" / "),
      carried(step) ? "yes" : "no",
    ]),
  );
  return markdownTable(head, rows);
}
