import { ENDPOINTS } from "../../load/request";
import { notMeasured, sharing, type Finding, type Row } from "./requirement";

/** Point 9: graphs of every endpoint. */
export const GRAPHS: readonly Row[] = sharing(
  {
    point: 9,
    limit: { atLeast: ENDPOINTS.length },
    unit: "endpoints",
    load: "all endpoints",
    reach: "machines",
    needs: ["front", "lists", "machines-before", "steady", "sustained", "machines-after"],
  },
  [
    {
      id: "graphs-requests",
      text: "Graphs of requests per second for each endpoint",
      finding: ({ facts }) => endpointsIn(facts.machines?.graphs?.requests),
    },
    {
      id: "graphs-errors",
      text: "Graphs of errors for each endpoint",
      finding: ({ facts }) => endpointsIn(facts.machines?.graphs?.errors),
    },
  ],
);

/** The number of endpoints that have a time series. */
function endpointsIn(series: readonly string[] | undefined): Finding {
  if (!series) return notMeasured();
  const absent = ENDPOINTS.filter((endpoint) => !series.includes(endpoint));
  const detail = absent.length === 0 ? "every endpoint has its series" : `none of ${absent.join(", ")}`;
  return { value: ENDPOINTS.length - absent.length, detail };
}
