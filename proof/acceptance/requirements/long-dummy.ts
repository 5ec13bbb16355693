import { notMeasured, sharing, type Finding, type Found, type Row } from "./requirement";

/** Point 8: GET /long_dummy may be cached for a minute. */
export const LONG_DUMMY: readonly Row[] = sharing({ point: 8, load: "5/s", needs: ["front", "steady"] }, [
  {
    id: "long-dummy-age",
    text: "GET /long_dummy: an answer is at most one minute old",
    limit: { atMost: 60 },
    unit: "s",
    finding: age,
  },
  {
    id: "long-dummy-fast",
    text: "GET /long_dummy: 75 % of requests are answered in less than 1 s",
    limit: { atLeast: 75 },
    unit: "%",
    finding: fastAnswers,
  },
]);

/** The age in seconds of the oldest answer. */
function age({ facts: { longDummy } }: Found): Finding {
  const good = (longDummy ?? []).filter((look) => look.good);
  if (good.length === 0) return notMeasured(longDummy ? "no good answer" : undefined);
  const ages = good.flatMap(({ ageSeconds, headerSeconds }) => ageSeconds ?? headerSeconds ?? []);
  if (ages.length > 0) {
    const source = good.some(({ ageSeconds }) => ageSeconds !== undefined) ? "the answer's own time" : "the header Age";
    return { value: Math.max(...ages), detail: `by ${source}, ${ages.length} answers` };
  }
  // An answer is at least as old as its body has been seen. A body that never changes says nothing about its age.
  const firstSeen = new Map<string, number>();
  let oldest = 0;
  for (const { body, atMs, latencyMs } of good) {
    const first = firstSeen.get(body) ?? atMs + latencyMs;
    firstSeen.set(body, first);
    oldest = Math.max(oldest, atMs - first);
  }
  if (firstSeen.size > 1) return { value: oldest / 1000, detail: `by ${firstSeen.size} changes of the body` };
  return notMeasured("the answer has no time in it, no header Age, and did not change");
}

/** Percentage of requests that were answered well in less than a second. */
function fastAnswers({ facts: { longDummy: looks } }: Found): Finding {
  if (!looks || looks.length === 0) return notMeasured();
  const fast = looks.filter(({ good, latencyMs }) => good && latencyMs < 1000).length;
  const worst = Math.max(...looks.map(({ latencyMs }) => latencyMs));
  return { value: (100 * fast) / looks.length, detail: `${fast} of ${looks.length}, slowest ${worst.toFixed(0)} ms` };
}
