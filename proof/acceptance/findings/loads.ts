import type { Endpoint } from "../../load/request";
import type { Facts, Way } from "../facts";
import { missing, type Finding } from "./finding";
import { samplesByGroup } from "../groups";
import { summarize } from "../../load/statistics";

/** How late a request may be sent before its latency says more of this machine than of the service. */
const LATE_MS = 100;

/** A tenth of the requests sent late is a 90th percentile that nobody can tell. */
const LATE_SHARE = 0.1;

/** Of the loads during which this machine had time, the worst. */
export function p90({ runs = [] }: Facts, endpoint: Endpoint): Finding {
  const groups = samplesByGroup(runs.filter(({ rate }) => rate === "peak"));
  const each = [...groups].flatMap(([group, samples]) => {
    const own = samples.filter((sample) => sample.endpoint === endpoint);
    const late = samples.filter(({ atMs, sentMs }) => sentMs - atMs > LATE_MS).length;
    if (own.length === 0) return [];
    return [{ group, summary: summarize(own), late, of: samples.length, usable: late <= LATE_SHARE * samples.length }];
  });
  if (each.length === 0) return missing();
  const [worst] = each
    .filter(({ usable }) => usable)
    .sort((a, b) => b.summary.percentile(90) - a.summary.percentile(90));
  const unusable = each
    .filter(({ usable }) => !usable)
    .map(
      ({ group, late, of }) =>
        `${group}: this machine had no time and sent ${late} of ${of} more than ${LATE_MS} ms late`,
    );
  if (!worst) return missing(unusable.join("; "));
  const { summary, group } = worst;
  const ms = (percent: number): string => summary.percentile(percent).toFixed(0);
  const figures = `${group}: p50 ${ms(50)}, p99 ${ms(99)}, worst ${summary.maxMs.toFixed(0)} ms`;
  return { value: summary.percentile(90), detail: [figures, ...unusable].join("; ") };
}

/** Status of a request for which there was no capacity. */
const REFUSED = 429;

/** Refusals for load are no errors here: whether the load is carried has rows of its own. */
export function errors({ runs = [], listReads = [] }: Facts, endpoint: Endpoint): Finding {
  const samples = runs.flatMap(({ history }) => history.samples.filter((sample) => sample.endpoint === endpoint));
  const accepted = samples.filter(({ status }) => status !== REFUSED);
  const { errors: failed, requests, errorsByCode } = summarize(accepted);
  const lists = listReads.filter(({ list }) => list === endpoint);
  const badLists = lists.filter(({ good }) => !good);
  const count = requests + lists.length;
  if (count === 0) return missing();
  const codes: Record<string, number> = { ...errorsByCode };
  for (const { code } of badLists) codes[code] = (codes[code] ?? 0) + 1;
  const told = Object.entries(codes).map(([code, times]) => `${times} × ${code}`);
  const total = failed + badLists.length;
  return { value: (100 * total) / count, detail: [`${total} of ${count}`, ...told].join(", ") };
}

/** Endpoints without a row for their errors: those errors count where the load does. */
const WITHOUT_ROW: readonly Endpoint[] = ["GET /", "GET /ping"];

export function carried({ runs = [] }: Facts, rate: "peak" | "sustained", perSecond: number): Finding {
  const groups = samplesByGroup(runs.filter((run) => run.rate === rate));
  const each = [...groups].map(([group, samples]) => {
    const lost = samples.filter(
      ({ status, good, endpoint }) => status === REFUSED || (!good && WITHOUT_ROW.includes(endpoint)),
    );
    return { group, share: 1 - lost.length / samples.length, lost: lost.length, of: samples.length };
  });
  const [worst] = each.sort((a, b) => a.share - b.share);
  if (!worst) return missing();
  return { value: perSecond * worst.share, detail: `${worst.group}: ${worst.lost} of ${worst.of} refused` };
}

export function answeredOver({ runs = [] }: Facts, way: Way): Finding {
  const mixed = runs.filter((run) => run.way === way && run.rate !== "sessions");
  const samples = mixed.flatMap(({ history }) => history.samples);
  if (samples.length === 0) return missing("it did not answer well enough to be loaded");
  const { errorsByCode, requests } = summarize(samples.filter(({ status }) => status === 0));
  const told = Object.entries(errorsByCode).map(([code, times]) => `${times} × ${code}`);
  const detail = [`${requests} of ${samples.length}`, ...told].join(", ");
  return { value: (100 * requests) / samples.length, detail };
}
