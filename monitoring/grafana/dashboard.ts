import type { ChartPanel, PanelLimit, Table, Tile, Unit } from "../panel";
import { SECTIONS, TILES } from "../panels";

/** The committed dashboard, relative to the project. It is imported by hand into a Grafana that reads this Prometheus. */
export const DASHBOARD_FILE = "docs/grafana-dashboard.json";

/** Columns of Grafana's grid. */
const WIDTH = 24;
const UNITS: Readonly<Record<Unit, string>> = {
  rate: "reqps",
  share: "percentunit",
  seconds: "s",
  bytes: "bytes",
  count: "short",
  age: "s",
  yes: "bool_yes_no",
};
const DATASOURCE = { type: "prometheus", uid: "${datasource}" };

/** Builds a dashboard with the same tiles, charts and tables as the page. */
export function dashboard(): object {
  let y = 0;
  const place = (h: number, w: number, x: number) => ({ h, w, x, y });
  const tileWidth = Math.floor(WIDTH / TILES.length);
  const tiles = TILES.map((tile, index) => ({ ...stat(tile), gridPos: place(4, tileWidth, index * tileWidth) }));
  y += 4;
  const rows = SECTIONS.flatMap(({ title, panels }) => {
    const row = { type: "row", title, collapsed: false, gridPos: place(1, WIDTH, 0) };
    y += 1;
    let x = 0;
    const placed = panels.map((panel) => {
      const w = panel.kind === "table" ? WIDTH : WIDTH / 3;
      if (x + w > WIDTH) {
        x = 0;
        y += 8;
      }
      const at = place(8, w, x);
      x += w;
      return { ...(panel.kind === "chart" ? timeSeries(panel) : table(panel)), gridPos: at };
    });
    y += 8;
    return [row, ...placed];
  });
  const panels: readonly object[] = [...tiles, ...rows];
  return {
    title: "bingo",
    uid: "bingo",
    editable: true,
    schemaVersion: 39,
    refresh: "10s",
    time: { from: "now-1h", to: "now" },
    templating: { list: [{ name: "datasource", type: "datasource", query: "prometheus", label: "Prometheus" }] },
    panels: panels.map((panel, index) => ({ id: index + 1, ...panel })),
  };
}

/** Grafana writes names beside several numbers. It cannot compare them: a tile with `of` has no colour there. */
function stat({ title, unit, expr, of, limits, wanted, empty }: Tile): object {
  const now = { refId: "A", expr, instant: true, ...(of !== undefined && { legendFormat: "now" }) };
  const whole = { refId: "B", expr: of, instant: true, legendFormat: "of" };
  return {
    type: "stat",
    title,
    description: wanted ?? "",
    datasource: DATASOURCE,
    targets: of === undefined ? [now] : [now, whole],
    fieldConfig: {
      defaults: { unit: UNITS[unit], noValue: empty, thresholds: thresholds(limits?.[0]) },
      overrides: [],
    },
    options: { reduceOptions: { calcs: ["lastNotNull"] } },
  };
}

function timeSeries({ title, unit, series, limit, log, empty }: ChartPanel): object {
  return {
    type: "timeseries",
    title,
    datasource: DATASOURCE,
    targets: series.map(({ expr, legend }, index) => ({ refId: letter(index), expr, legendFormat: legend })),
    fieldConfig: {
      defaults: {
        unit: UNITS[unit],
        noValue: empty,
        ...(!log && { min: 0 }),
        thresholds: thresholds(limit === undefined ? undefined : { above: limit }),
        custom: {
          scaleDistribution: log ? { type: "log", log: 10 } : { type: "linear" },
          thresholdsStyle: { mode: limit === undefined ? "off" : "dashed" },
        },
      },
      overrides: [],
    },
  };
}

function table({ title, by, columns, empty }: Table): object {
  return {
    type: "table",
    title,
    datasource: DATASOURCE,
    targets: columns.map(({ expr, label }, index) => ({
      refId: letter(index),
      expr: `sum by (${[...by, ...(label === undefined ? [] : [label])].join(", ")}) (${expr})`,
      format: "table",
      instant: true,
    })),
    transformations: [
      { id: "merge", options: {} },
      { id: "organize", options: { excludeByName: { Time: true } } },
    ],
    fieldConfig: {
      defaults: { noValue: empty },
      overrides: columns.map(({ title: name, unit, limits }, index) => ({
        matcher: { id: "byName", options: `Value #${letter(index)}` },
        properties: [
          { id: "displayName", value: name },
          { id: "unit", value: UNITS[unit] },
          { id: "thresholds", value: thresholds(limits?.at(-1)) },
          ...(limits === undefined ? [] : [{ id: "custom.cellOptions", value: { type: "color-text" } }]),
        ],
      })),
    },
  };
}

function thresholds(limit: PanelLimit | undefined): object {
  const [first, then, at] = limit?.below === undefined ? ["green", "red", limit?.above] : ["red", "green", limit.below];
  const step = at === undefined ? [] : [{ color: then, value: at }];
  return { mode: "absolute", steps: [{ color: at === undefined ? "text" : first, value: null }, ...step] };
}

function letter(index: number): string {
  return String.fromCharCode("A".charCodeAt(0) + index);
}
