import type { PanelSection } from "../panel";
import { NO_REQUESTS } from "./common";
import { oneQuery } from "./one-query";

const NO_INSTANCES = "No app node has reported the state of its instances: bingo-metrics.timer, or the node exporter.";

const byUpstream = oneQuery("{{upstream}}", NO_REQUESTS);
const byInstance = oneQuery("{{machine}}/{{instance}}", NO_INSTANCES);

export const INSTANCES: PanelSection = {
  id: "instances",
  title: "Instances of bingo",
  panels: [
    {
      kind: "table",
      id: "instance-table",
      title: "Now",
      by: ["machine", "instance"],
      rows: "instance:known:group1h",
      columns: [
        { title: "State", unit: "count", expr: "instance:state:max", label: "state", missing: "no data" },
        { title: "Healthy", unit: "yes", expr: "instance:healthy:max", limits: [{ below: 1 }], missing: "no data" },
        { title: "Age", unit: "age", expr: "instance:age_seconds:max" },
        {
          title: "of its life",
          unit: "share",
          expr: "instance:age:ratio",
          limits: [{ above: 1.05 }],
        },
        { title: "Next recycling in", unit: "age", expr: "instance:next_recycle_left_seconds:max" },
        { title: "Restarts, 1 h", unit: "count", expr: "instance:bingo_instance_restarts:changes1h" },
        { title: "Memory", unit: "bytes", expr: "instance:memory_bytes:max" },
        {
          title: "of its limit",
          unit: "share",
          expr: "instance:memory:ratio",
          limits: [{ above: 0.8 }],
        },
        { title: "Answers", unit: "rate", expr: "instance:edge_answers:rate1m" },
        {
          title: "Failed attempts",
          unit: "rate",
          expr: "instance:edge_failed_attempts:rate1m",
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
    byInstance({ id: "memory", title: "Memory, by instance", unit: "bytes", expr: "instance:memory_bytes:max" }),
    byInstance({ id: "age", title: "Age, by instance", unit: "age", expr: "instance:age_seconds:max" }),
  ],
};
