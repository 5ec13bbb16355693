/** Measures sizes of pgbouncer's pool: `npm run pools -- --lab NAME`. */
import { Command } from "commander";
import { Lab } from "../../../lab";
import { DATABASE } from "../../target/deployment";
import { selfSigned } from "../../load/service-url";
import { writeSection } from "../../report/document";
import { runCli } from "../../../script/run-cli";
import { measurePool, type PoolResult } from "./measure";
import { Pooler } from "./pooler";
import { markdownOf } from "./table";

interface Arguments {
  readonly lab: string;
  readonly sizes: readonly number[];
  readonly connections: readonly number[];
  readonly seconds: number;
  readonly write?: boolean;
}

runCli(
  new Command("pools")
    .description("Asks for GET /db_dummy in closed loops, beside the big join, with several sizes of pgbouncer's pool.")
    .requiredOption("--lab <name>", "a lab that is up, and that is not needed for anything else meanwhile")
    .option("--sizes <numbers>", "connections that pgbouncer keeps to PostgreSQL", numbers, [20, 40, 80])
    .option("--connections <numbers>", "requests under way at once", numbers, [20, 64])
    .option("--seconds <number>", "length of each load", Number, 60)
    .option("--write", "put the table into docs/bench.md")
    .action(main),
);

async function main({ lab: name, sizes, connections, seconds, write = false }: Arguments): Promise<void> {
  const lab = await Lab.attach(name);
  const pooler = new Pooler(lab.machine(DATABASE));
  const target = selfSigned(lab.urls.https);
  const results: PoolResult[] = [];
  try {
    for (const size of sizes) {
      await pooler.resize(size);
      for (const atOnce of connections) {
        const result = await measurePool({ lab, pooler, target, atOnce, seconds });
        results.push({ ...result, size });
        console.error(markdownOf(results.slice(-1)));
      }
    }
  } finally {
    await pooler.reload();
  }
  const table = markdownOf(results);
  console.log(table);
  if (write) writeSection("bench.md", "npm run pools", table);
}

function numbers(text: string): readonly number[] {
  return text.split(",").map((part) => {
    if (/^[1-9]\d{0,3}$/.test(part)) return Number(part);
    throw new Error(`expected numbers from 1 to 9999, separated by commas, found "${text}"`);
  });
}
