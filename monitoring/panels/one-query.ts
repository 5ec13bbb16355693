import type { ChartPanel } from "../panel";

type OneQuery = Omit<ChartPanel, "kind" | "series" | "empty"> & { readonly expr: string };

/**
 * Returns a function that builds charts of one query each, which share a legend and the sentence for when there is no data.
 *
 * @example
 * const byMachine = oneQuery("{{machine}}", "No node exporter answers.");
 * byMachine({ id: "cpu", title: "CPU", unit: "share", expr: "machine:node_cpu:ratio_rate1m" });
 */
export function oneQuery(legend: string, empty: string): (chart: OneQuery) => ChartPanel {
  return ({ expr, ...chart }) => ({ kind: "chart", ...chart, series: [{ expr, legend }], empty });
}
