/**
 * Latencies of this installation and of the baseline, minute by minute in turn, so that what else the machine does falls on
 * both: `npm run latency`, as root.
 */
import { Command } from "commander";
import { Lab, share } from "../../../lab";
import { runCli } from "../../../script/run-cli";
import { idsAt, type Ids } from "../../load/ids";
import type { Sample } from "../../load/history";
import { MixedUsers } from "../../load/mixed-users";
import { openLoop } from "../../load/open-loop";
import { selfSigned, type ServiceUrl } from "../../load/service-url";
import { writeSection } from "../../report/document";
import { CANDIDATES } from "../candidates";
import { latenciesIn } from "../latencies";
import { latencyTable } from "../table";

interface Arguments {
  readonly rounds: number;
  readonly seconds: number;
  readonly rate: number;
  readonly scale: number;
  readonly keep?: boolean;
  readonly write?: boolean;
}

/** A candidate whose lab is up. */
interface Contender {
  readonly title: string;
  readonly target: ServiceUrl;
  readonly ids: Ids;
  readonly samples: Sample[];
}

runCli(
  new Command("latency")
    .description("Deploys both candidates into labs side by side, and loads one after the other, in turn.")
    .option("--rounds <number>", "loads of each", Number, 6)
    .option("--seconds <number>", "length of each load", Number, 60)
    .option("--rate <number>", "requests per second", Number, 120)
    .option("--scale <share>", "share of the full data, above 0 and at most 1", share, 0.02)
    .option("--keep", "leave the labs up")
    .option("--write", "put the table into docs/bench.md")
    .action(main),
);

async function main({ rounds, seconds, rate, scale, keep = false, write = false }: Arguments): Promise<void> {
  try {
    const contenders: Contender[] = [];
    for (const { title, lab: name, options } of CANDIDATES) {
      console.error(`${title}: deploying`);
      const lab = await Lab.up({ name, scale, ...options, tell: () => undefined });
      const target = selfSigned(lab.urls.https);
      contenders.push({ title, target, ids: await idsAt({ ...target, timeoutSeconds: 90 }), samples: [] });
    }
    for (let round = 0; round < rounds; round++) {
      for (const { title, target, ids, samples } of contenders) {
        console.error(`${title}: load ${round + 1} of ${rounds}`);
        const source = new MixedUsers(ids, { seed: round, listEvery: 0 });
        samples.push(...(await openLoop({ target, rate, durationSeconds: seconds, source })).samples);
      }
    }
    const table = latencyTable(
      contenders.map(({ title, samples }) => ({ title, latencies: latenciesIn(samples) })),
      rate,
    );
    console.log(table);
    if (write) writeSection("bench.md", "npm run latency", table);
  } finally {
    if (!keep) for (const { lab } of CANDIDATES) await Lab.down(lab);
  }
}
