import type { PanelSection } from "../panel";
import { NO_REQUESTS } from "./common";
import { oneQuery } from "./one-query";

const NO_INSTANCES = "No app node has reported the state of its instances: bingo-metrics.timer, or the node exporter.";

const AGE = "time() - bingo_instance_start_time_seconds";

const byUpstream = oneQuery("{{upstream}}", NO_REQUESTS);
const byInstance = oneQuery("{{machine}}/{{instance}}", NO_INSTANCES);

/** Names by the labels of the instance itself what nginx knows of it. */
function ofInstance(upstream: string): string {
  const machine = `label_replace(${upstream}, "machine", "$1", "upstream", "(.*)/.*")`;
  return `sum by (machine, instance) (label_replace(${machine}, "instance", "$1", "upstream", ".*/(.*)"))`;
}

export const INSTANCES: PanelSection = {
  id: "instances",
  title: "Instances of bingo",
  panels: [
    {
      kind: "table",
      id: "instance-table",
      title: "Now",
      by: ["machine", "instance"],
      rows: "group by (machine, instance) (last_over_time(bingo_instance_healthy[1h]))",
      columns: [
        { title: "State", unit: "count", expr: "bingo_instance_state", label: "state", missing: "no data" },
        { title: "Healthy", unit: "yes", expr: "bingo_instance_healthy", limits: [{ below: 1 }], missing: "no data" },
        { title: "Age", unit: "age", expr: AGE },
        {
          title: "of its life",
          unit: "share",
          expr: `(${AGE}) / bingo_instance_oldest_seconds`,
          limits: [{ above: 1.05 }],
        },
        { title: "Next recycling in", unit: "age", expr: "bingo_instance_next_recycle_seconds - time()" },
        { title: "Restarts, 1 h", unit: "count", expr: "instance:bingo_instance_restarts:changes1h" },
        { title: "Memory", unit: "bytes", expr: "bingo_instance_memory_bytes" },
        {
          title: "of its limit",
          unit: "share",
          expr: "bingo_instance_memory_bytes / bingo_instance_memory_limit_bytes",
          limits: [{ above: 0.8 }],
        },
        { title: "Answers", unit: "rate", expr: ofInstance("upstream:bingo_edge_answers:rate1m") },
        {
          title: "Failed attempts",
          unit: "rate",
          expr: ofInstance("upstream:bingo_edge_failed_attempts:rate1m"),
          limits: [{ above: 0.2 }],
        },
      ],
      empty: NO_INSTANCES,
    },
    byUpstream({
      id: "answers",
      title: "Answers per second, by instance",
      unit: "rate",
      expr: "upstream:bingo_edge_answers:rate1m",
    }),
    byUpstream({
      id: "ejections",
      title: "Failures per second, by instance (attempts and checks that failed)",
      unit: "rate",
      expr: "upstream:bingo_edge_failed_attempts:rate1m",
    }),
    byInstance({ id: "memory", title: "Memory, by instance", unit: "bytes", expr: "bingo_instance_memory_bytes" }),
    byInstance({ id: "age", title: "Age, by instance", unit: "age", expr: AGE }),
  ],
};
