/** Measures what the metrics cost the edge: `npm run overhead -- --lab NAME` loads it with and without them, in turn. */
import Table from "cli-table3";
import { Command } from "commander";
import { idsAt } from "../../load/ids";
import { MixedUsers } from "../../load/mixed-users";
import { openLoop } from "../../load/open-loop";
import { selfSigned } from "../../load/service-url";
import { Lab } from "../../../lab";
import { cpuTime, used, type CpuTime } from "./edge-cpu";
import { runCli } from "../../../script/run-cli";

const NGINX = "/etc/nginx/nginx.conf";
const UNITS = "prometheus mtail prometheus-nginx-exporter prometheus-node-exporter bingo-clock.timer";
const OFF =
  `systemctl stop ${UNITS} && cp ${NGINX} /root/nginx.conf && ` +
  `sed -i 's/^\\( *\\)access_log .*;/\\1access_log off;/' ${NGINX} && systemctl reload nginx`;
const ON = `mv /root/nginx.conf ${NGINX} && systemctl reload nginx && systemctl start ${UNITS}`;
/** Until the processes of a unit that was just started have settled. */
const SETTLE_SECONDS = 10;
/** Share of the requests, 0 to 1. */
const MOST_FAILED = 0.01;

interface Arguments {
  readonly lab: string;
  readonly rate: number;
  readonly seconds: number;
  readonly rounds: number;
}

const program = new Command("overhead")
  .description("CPU of a lab's edge under load, with the metrics and without.")
  .requiredOption("--lab <name>", "a lab that is up, and that is not needed for anything else meanwhile")
  .option("--rate <number>", "requests per second", Number, 120)
  .option("--seconds <number>", "length of each measurement", Number, 45)
  .option("--rounds <number>", "measurements of each kind", Number, 2)
  .action(async ({ lab: name, rate, seconds, rounds }: Arguments) => {
    const lab = await Lab.attach(name);
    const edge = lab.machine("edge");
    const target = selfSigned(lab.urls.https);
    const ids = await idsAt(target);

    const measure = async (): Promise<CpuTime> => {
      const load = (durationSeconds: number) =>
        openLoop({ target, rate, durationSeconds, source: new MixedUsers(ids, { listEvery: 0 }) });
      await load(SETTLE_SECONDS);
      const before = await cpuTime(edge);
      const { samples } = await load(seconds);
      const found = used(before, await cpuTime(edge), seconds);
      const bad = samples.filter(({ good, status }) => !good && status !== 404).length;
      console.log(`${(found.total * 100).toFixed(1)} % of one core, ${samples.length} requests, ${bad} failed`);
      // A failed request costs less, or more. On a machine that does much else the figures would mean nothing.
      if (bad > MOST_FAILED * samples.length) {
        throw new Error(
          `expected at most ${MOST_FAILED * 100} % of the requests to fail, found ${bad} of ${samples.length}`,
        );
      }
      return found;
    };
    const withMetrics: CpuTime[] = [];
    const without: CpuTime[] = [];
    for (let round = 0; round < rounds; round++) {
      console.log("with metrics:");
      withMetrics.push(await measure());
      await edge.succeed(OFF);
      try {
        console.log("without:");
        without.push(await measure());
      } finally {
        await edge.succeed(ON);
      }
    }
    console.log(`Edge at ${rate} requests a second, ${rounds} × ${seconds} s each, in percent of one core:`);
    console.log(table(withMetrics, without));
  });

function table(withMetrics: readonly CpuTime[], without: readonly CpuTime[]): string {
  const drawn = new Table({ head: ["", "with metrics", "without"], style: { head: [], border: [] } });
  const row = (label: string, of: (time: CpuTime) => number | undefined): void => {
    const percent = (time: CpuTime): string => ((of(time) ?? 0) * 100).toFixed(1);
    drawn.push([label, ...[withMetrics, without].map((all) => all.map(percent).join("  "))]);
  };
  row("whole machine", ({ total }) => total);
  const units = [...new Set(withMetrics.flatMap(({ units: all }) => [...all.keys()]))];
  const sum = (unit: string): number => withMetrics.reduce((total, { units: all }) => total + (all.get(unit) ?? 0), 0);
  for (const unit of units.filter((name) => sum(name) > 0.001).sort((a, b) => sum(b) - sum(a))) {
    row(unit, ({ units: all }) => all.get(unit));
  }
  return drawn.toString();
}

runCli(program, 1);
