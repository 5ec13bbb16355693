import { LISTS, type List } from "../../load/request";
import { AT_PEAK, type Plan } from "../plan";
import { uncachedRow } from "./caches";
import { errorsRow } from "./errors";
import { p90Row } from "./percentiles";
import type { Row, EndpointRow } from "./requirement";

/** Percentage of errors that each whole list may have. */
const LIST_ERRORS: Readonly<Record<List, number>> = {
  "GET /api/movie": 1,
  "GET /api/customer": 1,
  "GET /api/session": 5,
};

/**
 * Points 3, 4 and 5: latencies, errors and caches of single endpoints. Each has a file for its finding: `percentiles.ts`,
 * `errors.ts` and `caches.ts`.
 */
export function endpoints({ peakRate, sustainedRate, p90Ms }: Plan): readonly Row[] {
  return [
    ...AT_PEAK.flatMap((endpoint) => {
      const needs = ["front", "lists", `alone ${endpoint}`] as const;
      const common: EndpointRow = { endpoint, point: 3, load: `${peakRate}/s`, needs };
      return [p90Row(common, p90Ms), errorsRow(common, 1), uncachedRow(common)];
    }),
    ...LISTS.flatMap((endpoint) => {
      const common: EndpointRow = { endpoint, point: 4, load: "one at a time", needs: ["front", "lists"] };
      const repeated = { ...common, needs: ["front", "lists", "steady"] } as const;
      return [errorsRow(repeated, LIST_ERRORS[endpoint]), uncachedRow(common)];
    }),
    ...(["POST /api/session", "DELETE /api/session/{id}"] as const).flatMap((endpoint) => {
      const needs = ["front", "lists", "sessions"] as const;
      const common: EndpointRow = { endpoint, point: 5, load: `${sustainedRate}/s`, needs };
      return [errorsRow(common, 1), uncachedRow(common)];
    }),
  ];
}
