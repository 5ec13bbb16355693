import { summarize } from "../../load/statistics";
import { countsText } from "../../report/format";
import type { Facts } from "../facts";
import { notMeasured, slug, type Finding, type Row, type EndpointRow } from "./requirement";

/** Status of a request for which there was no capacity. */
export const REFUSED = 429;

/** The row of an endpoint's errors. @param atMost percent */
export function errorsRow({ endpoint, ...row }: EndpointRow, atMost: number): Row {
  return {
    ...row,
    id: `errors-${slug(endpoint)}`,
    text: `${endpoint}: errors`,
    limit: { atMost },
    unit: "%",
    finding: ({ facts }) => errors(facts, endpoint),
  };
}

/** Percentage of an endpoint's requests that failed. Refusals are left out: the rows of the loads count them. */
function errors({ runs = [], listReads = [] }: Facts, endpoint: EndpointRow["endpoint"]): Finding {
  const samples = runs.flatMap(({ history }) => history.samples.filter((sample) => sample.endpoint === endpoint));
  const accepted = samples.filter(({ status }) => status !== REFUSED);
  const { errors: failed, requests, errorsByCode } = summarize(accepted);
  const lists = listReads.filter(({ list }) => list === endpoint);
  const badLists = lists.filter(({ good }) => !good);
  const count = requests + lists.length;
  if (count === 0) return notMeasured();
  const codes: Record<string, number> = { ...errorsByCode };
  for (const { code } of badLists) codes[code] = (codes[code] ?? 0) + 1;
  const total = failed + badLists.length;
  return { value: (100 * total) / count, detail: [`${total} of ${count}`, ...countsText(codes)].join(", ") };
}
