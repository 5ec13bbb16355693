import uPlot from "uplot";
import { format, legend } from "../../format";
import type { ChartPanel, Unit } from "../../panel";
import { times, type Range } from "../../prometheus";
import { colourOf, themeColour } from "./colours";
import { prometheus } from "./edge";
import { element } from "./element";

const HEIGHT = 190;
// The package declares an enum that its program does not have.
// eslint-disable-next-line @typescript-eslint/no-unsafe-enum-assignment
const LOGARITHMIC: uPlot.Scale.Distr = 3;

/** Of all charts that share a legend: a line that is hidden in one is hidden in each, as an endpoint is. */
interface Family {
  readonly hidden: Set<string>;
  /** Shows what is hidden now. */
  readonly charts: Set<() => void>;
}
const families = new Map<string, Family>();

function familyOf({ series }: ChartPanel): Family {
  const template = series[0]?.legend ?? "";
  const family = families.get(template) ?? { hidden: new Set<string>(), charts: new Set<() => void>() };
  families.set(template, family);
  return family;
}

interface Drawn {
  readonly names: readonly string[];
  readonly data: uPlot.AlignedData;
}

export interface ChartView {
  readonly root: HTMLElement;
  refresh(over: Range): Promise<void>;
  /** Draws with the colours of a changed theme. */
  redraw(): void;
}

/** Makes a chart. `zoom` is called with the times, in seconds since 1970, that a person has marked in it. */
export function makeChart(chart: ChartPanel, zoom: (from: number, to: number) => void): ChartView {
  const plot = element("div", { class: "plot" });
  const names = element("ul", { class: "names" });
  const empty = element("p", { class: "empty" }, chart.empty);
  const root = element("div", { class: "chart" }, plot, names, empty);
  const family = familyOf(chart);
  const { hidden } = family;
  let drawn: Drawn | undefined;
  let plotted: { readonly drawn: Drawn; readonly uplot: uPlot } | undefined;
  empty.hidden = true;

  const draw = (withNewColours: boolean): void => {
    if (!drawn || drawn.names.length === 0) {
      plotted?.uplot.destroy();
      plotted = undefined;
      names.replaceChildren();
      empty.hidden = drawn === undefined;
      return;
    }
    empty.hidden = true;
    const same = plotted?.drawn.names.join("\n") === drawn.names.join("\n");
    if (plotted && same && !withNewColours) {
      plotted.uplot.setData(drawn.data);
    } else {
      plotted?.uplot.destroy();
      plotted = { drawn, uplot: new uPlot(options(chart, drawn, hidden, plot.clientWidth, zoom), drawn.data, plot) };
    }
    plotted = { drawn, uplot: plotted.uplot };
    showNames(names, chart, drawn, family);
  };
  family.charts.add(() => {
    if (!plotted) return;
    plotted.drawn.names.forEach((name, index) => plotted?.uplot.setSeries(index + 1, { show: !hidden.has(name) }));
    showNames(names, chart, plotted.drawn, family);
  });

  new ResizeObserver(() => plotted?.uplot.setSize({ width: plot.clientWidth, height: HEIGHT })).observe(plot);
  return {
    root,
    async refresh(over) {
      drawn = await load(chart, over);
      draw(false);
    },
    redraw: () => {
      draw(true);
    },
  };
}

async function load({ series }: ChartPanel, over: Range): Promise<Drawn> {
  const found = await Promise.all(
    series.map(async ({ expr, legend: template }) =>
      (await prometheus.range(expr, over)).map(({ labels, values }) => ({ name: legend(template, labels), values })),
    ),
  );
  const lines = found.flat().sort((a, b) => a.name.localeCompare(b.name, "en", { numeric: true }));
  return { names: lines.map(({ name }) => name), data: [times(over), ...lines.map(({ values }) => [...values])] };
}

function options(
  chart: ChartPanel,
  { names }: Drawn,
  hidden: ReadonlySet<string>,
  width: number,
  zoom: (from: number, to: number) => void,
): uPlot.Options {
  const limitColour = themeColour("--bad");
  const grid = { stroke: themeColour("--line"), width: 1 };
  const axis = { stroke: themeColour("--quiet"), grid, ticks: { show: false } };
  return {
    width,
    height: HEIGHT,
    legend: { show: false },
    cursor: { sync: { key: "all" }, drag: { x: true, y: false, setScale: false }, points: { size: 6 } },
    scales: { y: scale(chart) },
    axes: [
      { ...axis, values: (_, at) => clockTimes(at), size: 26, space: 70 },
      {
        ...axis,
        values: (_, at) => at.map((value) => (isTick(value) ? format(value, chart.unit) : "")),
        size: chart.unit === "age" ? 84 : 66,
      },
    ],
    series: [
      {},
      ...names.map((name) => ({
        label: name,
        stroke: colourOf(chart.series[0]?.legend ?? "", name),
        width: 1.5,
        points: { show: false },
        show: !hidden.has(name),
      })),
    ],
    hooks: {
      draw: [
        (uplot) => {
          drawLimit(uplot, chart.limit, limitColour);
        },
      ],
      setSelect: [
        (uplot) => {
          const { left, width: marked } = uplot.select;
          if (marked > 4) zoom(uplot.posToVal(left, "x"), uplot.posToVal(left + marked, "x"));
          uplot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
        },
      ],
    },
  };
}

/** Tests whether a tick has a value: a logarithmic axis leaves most of its ticks without one. */
function isTick(value: number | null): value is number {
  return value !== null;
}

/** The least range of an axis, so that one failed request in a minute does not fill a chart, and its ticks differ. */
const LEAST: Readonly<Record<Unit, number>> = {
  rate: 0.2,
  share: 0.01,
  seconds: 0.01,
  bytes: 1e6,
  count: 1,
  age: 60,
  yes: 1,
};

/** Ranges from 0 to a little above the highest value. The limit is always in sight. */
function scale({ log = false, limit = 0, unit }: ChartPanel): uPlot.Scale {
  if (!log) return { range: (_, __, max) => [0, Math.max(max * 1.08 || 0, limit * 1.15, LEAST[unit])] };
  return {
    distr: LOGARITHMIC,
    range: (_, min, max) => uPlot.rangeLog(min || 0.001, Math.max(max, limit) || 1, 10, false),
  };
}

function drawLimit(uplot: uPlot, limit: number | undefined, colour: string): void {
  if (limit === undefined) return;
  const y = uplot.valToPos(limit, "y", true);
  const { left, width } = uplot.bbox;
  const { ctx } = uplot;
  ctx.save();
  ctx.strokeStyle = colour;
  ctx.lineWidth = devicePixelRatio;
  ctx.setLineDash([6 * devicePixelRatio, 4 * devicePixelRatio]);
  ctx.beginPath();
  ctx.moveTo(left, y);
  ctx.lineTo(left + width, y);
  ctx.stroke();
  ctx.restore();
}

/** Writes the time of day, and the date too when the axis is longer than a day. */
function clockTimes(at: readonly number[]): string[] {
  const long = (at.at(-1) ?? 0) - (at[0] ?? 0) > 86_400;
  return at.map((seconds) => {
    const [date, time] = [new Date(seconds * 1000), { hour: "2-digit", minute: "2-digit", hour12: false } as const];
    return long
      ? date.toLocaleString("en-GB", { day: "numeric", month: "short", ...time }).replace(",", "")
      : date.toLocaleTimeString("en-GB", time);
  });
}

/** Lists the names of the lines with their last values. A click hides a line, in every chart of the family. */
function showNames(into: HTMLElement, chart: ChartPanel, { names, data }: Drawn, { hidden, charts }: Family): void {
  // With the keyboard one goes on from where one is.
  const focused = into.querySelector(":focus")?.getAttribute("data-line");
  into.replaceChildren(
    ...names.map((name, index) => {
      const last = [...(data[index + 1] ?? [])].reverse().find((value) => typeof value === "number");
      const item = element(
        "button",
        { type: "button", "data-line": name, "aria-pressed": String(!hidden.has(name)) },
        element("i", { style: `background:${colourOf(chart.series[0]?.legend ?? "", name)}` }),
        element("span", {}, name),
        element("b", {}, last === undefined ? "–" : format(last, chart.unit)),
      );
      item.onclick = () => {
        if (!hidden.delete(name)) hidden.add(name);
        for (const apply of charts) apply();
      };
      return element("li", {}, item);
    }),
  );
  if (focused !== null && focused !== undefined)
    into.querySelector<HTMLElement>(`[data-line="${CSS.escape(focused)}"]`)?.focus();
}
