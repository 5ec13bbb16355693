import type { PanelSection } from "../panel";
import { oneQuery } from "./one-query";

const NO_NODE_EXPORTER = "No node exporter answers.";

const byMachine = oneQuery("{{machine}}", NO_NODE_EXPORTER);

export const MACHINES: PanelSection = {
  id: "machines",
  title: "Machines",
  panels: [
    {
      kind: "table",
      id: "machine-table",
      title: "Now",
      by: ["machine"],
      rows: "machine:known:group1h",
      columns: [
        { title: "Up", unit: "yes", expr: "machine:up:max", limits: [{ below: 1 }], missing: "no data" },
        { title: "For", unit: "age", expr: "machine:boot_age_seconds:max" },
        { title: "CPU", unit: "share", expr: "machine:node_cpu:ratio_rate1m", limits: [{ above: 0.9 }] },
        { title: "Memory", unit: "share", expr: "machine:node_memory_used:ratio", limits: [{ above: 0.9 }] },
        {
          title: "Fullest disk",
          unit: "share",
          expr: "machine:fullest_disk_used:ratio",
          limits: [{ above: 0.85 }],
        },
        { title: "Clock set", unit: "yes", expr: "machine:clock_synchronized:min", limits: [{ below: 1 }] },
        { title: "Clock off by", unit: "seconds", expr: "machine:clock_offset_seconds:abs", limits: [{ above: 0.1 }] },
        {
          title: "Failed units",
          unit: "count",
          expr: "machine:failed_units:sum",
          limits: [{ above: 0 }],
        },
      ],
      empty: "Prometheus has not looked at any machine.",
    },
    byMachine({ id: "cpu", title: "CPU", unit: "share", expr: "machine:node_cpu:ratio_rate1m" }),
    byMachine({ id: "machine-memory", title: "Memory in use", unit: "share", expr: "machine:node_memory_used:ratio" }),
    {
      kind: "chart",
      id: "disks",
      title: "Disks",
      unit: "share",
      limit: 0.85,
      series: [{ expr: "machine:node_filesystem_used:ratio", legend: "{{machine}} {{mountpoint}}" }],
      empty: NO_NODE_EXPORTER,
    },
    {
      kind: "chart",
      id: "clock",
      title: "Clocks off by (limit 100 ms)",
      unit: "seconds",
      limit: 0.1,
      series: [{ expr: "machine:clock_offset_seconds:abs", legend: "{{machine}}" }],
      empty: "No machine has reported the state of its clock: bingo-clock.timer.",
    },
  ],
};
