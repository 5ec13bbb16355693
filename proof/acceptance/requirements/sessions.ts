import type { Plan } from "../plan";
import { notMeasured, sharing, type Finding, type Found, type Row } from "./requirement";

/** Point 5: sessions that users created or deleted. */
export function sessions({ peakRate, sustainedRate }: Plan): readonly Row[] {
  return sharing({ point: 5, load: "one at a time", needs: ["front", "lists", "visibility"] }, [
    {
      id: "created-visible",
      text: "A session that was created is there at once",
      limit: { atMost: 0 },
      unit: "not found",
      finding: (found) => cyclesWithout("visible", found),
    },
    {
      id: "deleted-gone",
      text: "A session that was deleted is gone at once",
      limit: { atMost: 0 },
      unit: "still found",
      finding: (found) => cyclesWithout("gone", found),
    },
    {
      id: "sessions-kept",
      text: "Every session that was created stays",
      limit: { atMost: 0 },
      unit: "lost",
      load: `all endpoints, ${peakRate}/s and ${sustainedRate}/s`,
      needs: ["front", "lists", "peak", "sustained", "kept"],
      finding: lost,
    },
  ]);
}

const NO_ID = "no answer to POST /api/session had an id to look for";

/** How many cycles did not have what they should, of those that show whether they had. */
function cyclesWithout(key: "visible" | "gone", { facts: { visibility } }: Found): Finding {
  if (!visibility) return notMeasured();
  const known = visibility.cycles.filter((cycle) => cycle[key] !== undefined);
  if (known.length === 0) return notMeasured(NO_ID);
  const wrong = known.filter((cycle) => cycle[key] === false).length;
  return { value: wrong, detail: `${wrong} of ${known.length}` };
}

/** How many sessions whose creation was answered well are not there after the loads. */
function lost({ facts: { kept } }: Found): Finding {
  if (!kept) return notMeasured();
  const { expected, found, missing } = kept;
  if (expected === 0) return notMeasured(NO_ID);
  const detail = `${expected - found} of ${expected}`;
  return {
    value: expected - found,
    detail: missing.length > 0 ? `${detail}, for example ${missing.join(", ")}` : detail,
  };
}
