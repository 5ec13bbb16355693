import { summarize } from "../../load/statistics";
import { samplesByGroup, type Facts } from "../facts";
import { notMeasured, slug, type Finding, type Row, type EndpointRow } from "./requirement";

/** The row of an endpoint's 90th percentile. @param atMost in ms */
export function p90Row({ endpoint, ...row }: EndpointRow, atMost: number): Row {
  return {
    ...row,
    id: `p90-${slug(endpoint)}`,
    text: `${endpoint}: 90 % of answers come in less than`,
    limit: { atMost },
    unit: "ms",
    finding: ({ facts }) => p90(facts, endpoint),
  };
}

/** From this lateness on, in ms, a request's latency says more about this machine than about the service. */
const LATE_MS = 100;

/** With this share of late requests this machine may have made the 90th percentile itself. */
const LATE_SHARE = 0.1;

/** The 90th percentile of the worst load, without those that this machine sent late. */
function p90({ runs = [] }: Facts, endpoint: EndpointRow["endpoint"]): Finding {
  const groups = samplesByGroup(runs.filter(({ rate }) => rate === "peak"));
  const loads = [...groups].flatMap(([group, samples]) => {
    const own = samples.filter((sample) => sample.endpoint === endpoint);
    const late = samples.filter(({ atMs, sentMs }) => sentMs - atMs > LATE_MS).length;
    if (own.length === 0) return [];
    return [{ group, summary: summarize(own), late, of: samples.length, usable: late <= LATE_SHARE * samples.length }];
  });
  if (loads.length === 0) return notMeasured();
  const [worst] = loads
    .filter(({ usable }) => usable)
    .sort((a, b) => b.summary.percentile(90) - a.summary.percentile(90));
  const unusable = loads
    .filter(({ usable }) => !usable)
    .map(
      ({ group, late, of }) =>
        `${group}: this machine had no time and sent ${late} of ${of} more than ${LATE_MS} ms late`,
    );
  if (!worst) return notMeasured(unusable.join("; "));
  const { summary, group } = worst;
  const ms = (percent: number): string => summary.percentile(percent).toFixed(0);
  const figures = `${group}: p50 ${ms(50)}, p99 ${ms(99)}, worst ${summary.maxMs.toFixed(0)} ms`;
  return { value: summary.percentile(90), detail: [figures, ...unusable].join("; ") };
}
