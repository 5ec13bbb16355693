import type { LongDummyLook } from "../facts";
import { missing, type Finding } from "./finding";

export function longDummyAge(looks: readonly LongDummyLook[] | undefined): Finding {
  const good = (looks ?? []).filter((look) => look.good);
  if (good.length === 0) return missing(looks ? "no good answer" : undefined);
  const said = good.flatMap(({ ageSeconds, headerSeconds }) => ageSeconds ?? headerSeconds ?? []);
  if (said.length > 0) {
    const source = good.some(({ ageSeconds }) => ageSeconds !== undefined) ? "the answer's own time" : "the header Age";
    return { value: Math.max(...said), detail: `by ${source}, ${said.length} answers` };
  }
  // The longest that one body was seen: it is at least that old. A body that never changes says nothing of its age.
  const firstSeen = new Map<string, number>();
  let oldest = 0;
  for (const { body, atMs, latencyMs } of good) {
    const first = firstSeen.get(body) ?? atMs + latencyMs;
    firstSeen.set(body, first);
    oldest = Math.max(oldest, atMs - first);
  }
  if (firstSeen.size > 1) return { value: oldest / 1000, detail: `by ${firstSeen.size} changes of the body` };
  return missing("the answer has no time in it, no header Age, and did not change");
}

export function longDummyFast(looks: readonly LongDummyLook[] | undefined): Finding {
  if (!looks || looks.length === 0) return missing();
  const fast = looks.filter(({ good, latencyMs }) => good && latencyMs < 1000).length;
  const worst = Math.max(...looks.map(({ latencyMs }) => latencyMs));
  return { value: (100 * fast) / looks.length, detail: `${fast} of ${looks.length}, slowest ${worst.toFixed(0)} ms` };
}
