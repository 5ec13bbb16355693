import type { Endpoint } from "../../load/request";
import { summarize } from "../../load/statistics";
import { countsText } from "../../report/format";
import { samplesByGroup, WAYS, type Facts, type Way } from "../facts";
import type { Plan } from "../plan";
import { REFUSED } from "./errors";
import { notMeasured, sharing, slug, type Finding, type Found, type Row } from "./requirement";

/** The share of a load that has to be carried. */
const CARRIED = 0.99;

/** Point 2: the rates that have to be carried, and the ways over which requests come. */
export function loads(plan: Plan): readonly Row[] {
  const { peakRate, peakSeconds, sustainedRate } = plan;
  return sharing({ point: 2, unit: "/s" }, [
    {
      id: "peak",
      text: `${peakRate} requests per second for ${peakSeconds} s (peak)`,
      limit: { atLeast: CARRIED * peakRate },
      load: `all endpoints, ${peakRate}/s`,
      needs: ["front", "lists", "peak"],
      finding: ({ facts }) => carried(facts, "peak", peakRate),
    },
    {
      id: "sustained",
      text: `${sustainedRate} requests per second sustained`,
      limit: { atLeast: CARRIED * sustainedRate },
      load: `all endpoints, ${sustainedRate}/s`,
      needs: ["front", "lists", "sustained"],
      finding: ({ facts }) => carried(facts, "sustained", sustainedRate),
    },
    ...WAYS.map((way) => ({
      id: slug(way),
      text: `Requests over ${way.replace(" ", ", ")} are answered`,
      limit: { atMost: 1 },
      unit: "% without an answer",
      load: `all endpoints, ${peakRate}/s and ${sustainedRate}/s`,
      needs: ["front", "lists", "peak", "sustained"] as const,
      finding: ({ facts }: Found) => unansweredOver(way, facts),
    })),
  ]);
}

/** Endpoints without a row for their errors: those errors count where the load does. */
const WITHOUT_ROW: readonly Endpoint[] = ["GET /", "GET /ping"];

/** Requests per second that were not refused, in the worst of the loads. */
function carried({ runs = [] }: Facts, rate: "peak" | "sustained", perSecond: number): Finding {
  const groups = samplesByGroup(runs.filter((run) => run.rate === rate));
  const shares = [...groups].map(([group, samples]) => {
    const lost = samples.filter(
      ({ status, good, endpoint }) => status === REFUSED || (!good && WITHOUT_ROW.includes(endpoint)),
    );
    return { group, share: 1 - lost.length / samples.length, lost: lost.length, of: samples.length };
  });
  const [worst] = shares.sort((a, b) => a.share - b.share);
  if (!worst) return notMeasured();
  return { value: perSecond * worst.share, detail: `${worst.group}: ${worst.lost} of ${worst.of} refused` };
}

/** Percentage of one way's requests to which no answer came. */
function unansweredOver(way: Way, { runs = [] }: Facts): Finding {
  const mixed = runs.filter((run) => run.way === way && run.rate !== "sessions");
  const samples = mixed.flatMap(({ history }) => history.samples);
  if (samples.length === 0) return notMeasured("it did not answer well enough to be loaded");
  const { errorsByCode, requests } = summarize(samples.filter(({ status }) => status === 0));
  const detail = [`${requests} of ${samples.length}`, ...countsText(errorsByCode)].join(", ");
  return { value: (100 * requests) / samples.length, detail };
}
