import { figure } from "./format";
import { escape } from "./page";

/** A curve or bars; its tone is a colour of the page (`--good`, `--bad`, `--a` to `--d`). */
export interface Series {
  readonly name: string;
  readonly tone: "good" | "bad" | "a" | "b" | "c" | "d";
  readonly kind?: "line" | "bars";
  readonly points: readonly (readonly [x: number, y: number])[];
}

export interface Chart {
  readonly title: string;
  readonly xLabel: string;
  readonly yLabel: string;
  readonly series: readonly Series[];
  /** Values at which the x axis is labelled. @default round ones */
  readonly xTicks?: readonly (readonly [x: number, label: string])[];
  /** Draws powers of ten at even distances. @default false */
  readonly yLog?: boolean;
  /** Moments with a name, for example that of a fault. */
  readonly marks?: readonly (readonly [x: number, label: string])[];
  /** A value that should not be exceeded. */
  readonly limit?: number;
}

const WIDTH = 480;
const HEIGHT = 240;
const LEFT = 46;
const RIGHT = 18;
const TOP = 12;
const BOTTOM = 34;

type Scale = (value: number) => number;

/** Draws a chart as inline SVG in a figure, without script or other files, readable on a phone, in the page's colours. */
export function chart(of: Chart): string {
  const points = of.series.flatMap((series) => series.points).filter(([, y]) => Number.isFinite(y));
  const xs = [...points.map(([x]) => x), ...(of.marks ?? []).map(([x]) => x)];
  const [xMin, xMax] = [Math.min(0, ...xs), Math.max(1, ...xs)];
  const ys = [...points.map(([, y]) => y), ...(of.limit === undefined ? [] : [of.limit])];
  const yMax = Math.max(1, ...ys) * 1.05;
  const x: Scale = (value) => LEFT + ((value - xMin) / (xMax - xMin)) * (WIDTH - LEFT - RIGHT);
  const [y, yTicks] = of.yLog ? logScale(ys, yMax) : linearScale(yMax);
  const xTicks = of.xTicks ?? linear(xMax).map((value) => [value, figure(value)] as const);
  const parts = [
    ...yTicks.map((value) => rule("grid", y(value)) + text(LEFT - 5, y(value) + 4, "end", figure(value))),
    ...xTicks.map(([value, label]) => text(x(value), HEIGHT - 19, "middle", label)),
    text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 4, "middle", of.xLabel),
    ...(of.limit === undefined
      ? []
      : [rule("limit", y(of.limit)), text(WIDTH - RIGHT, y(of.limit) - 4, "end", `limit ${figure(of.limit)}`)]),
    ...of.series.map((series) => (series.kind === "bars" ? bars(series, x, y, y(0)) : line(series, x, y))),
    ...(of.marks ?? []).map(([value, label], n) => mark(x(value), label, n)),
  ];
  const key = of.series.map(({ name, tone }) => `<span class="key tone-${tone}">${escape(name)}</span>`).join(" ");
  const label = escape(`${of.title}: ${of.yLabel} over ${of.xLabel}`);
  return `<figure><figcaption><b>${escape(of.title)}</b> <small>${escape(of.yLabel)}</small> ${key}</figcaption>
<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${label}">${parts.join("")}</svg></figure>`;
}

function linear(max: number): readonly number[] {
  const raw = max / 5;
  const magnitude = 10 ** Math.floor(Math.log10(raw));
  const step = magnitude * ([1, 2, 5, 10].find((each) => each * magnitude >= raw) ?? 10);
  return Array.from({ length: Math.floor(max / step) + 1 }, (_, n) => n * step);
}

function linearScale(max: number): readonly [Scale, readonly number[]] {
  const scale: Scale = (value) => HEIGHT - BOTTOM - (value / max) * (HEIGHT - TOP - BOTTOM);
  return [scale, linear(max)];
}

function logScale(values: readonly number[], max: number): readonly [Scale, readonly number[]] {
  const positive = values.filter((value) => value > 0);
  const low = Math.floor(Math.log10(Math.max(0.1, Math.min(1, ...positive))));
  const high = Math.max(low + 1, Math.ceil(Math.log10(max)));
  const scale: Scale = (value) => {
    const share = (Math.log10(Math.max(value, 10 ** low)) - low) / (high - low);
    return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM);
  };
  return [scale, Array.from({ length: high - low + 1 }, (_, n) => 10 ** (low + n))];
}

function line({ points, tone, name }: Series, x: Scale, y: Scale): string {
  const drawn = points.filter(([, value]) => Number.isFinite(value));
  const path = drawn.map(([a, b]) => `${x(a).toFixed(1)},${y(b).toFixed(1)}`).join(" ");
  const [only] = drawn;
  const dot =
    drawn.length === 1 && only ? `<circle class="tone-${tone}" cx="${x(only[0])}" cy="${y(only[1])}" r="3"/>` : "";
  return `<polyline class="tone-${tone}" points="${path}"><title>${escape(name)}</title></polyline>${dot}`;
}

function bars({ points, tone, name }: Series, x: Scale, y: Scale, zero: number): string {
  return points
    .filter(([, value]) => value > 0)
    .map(([a, b]) => {
      const width = Math.max(1.5, x(a + 1) - x(a) - 0.5);
      const hint = escape(`${name}: ${figure(b)} at ${figure(a)}`);
      const size = `width="${width.toFixed(1)}" height="${Math.max(1, zero - y(b)).toFixed(1)}"`;
      return `<rect class="tone-${tone}" x="${x(a).toFixed(1)}" y="${y(b).toFixed(1)}" ${size}><title>${hint}</title></rect>`;
    })
    .join("");
}

function rule(kind: "grid" | "limit", y: number): string {
  const at = y.toFixed(1);
  return `<line class="${kind}" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${at}" y2="${at}"/>`;
}

/** Draws a mark. Labels of neighbouring marks stand below each other. */
function mark(x: number, label: string, n: number): string {
  const at = x.toFixed(1);
  const right = x > (WIDTH * 2) / 3;
  const words = text(right ? x - 4 : x + 4, TOP + 8 + (n % 4) * 13, right ? "end" : "start", label);
  return `<line class="mark" x1="${at}" x2="${at}" y1="${TOP}" y2="${HEIGHT - BOTTOM}"/>${words}`;
}

function text(x: number, y: number, anchor: "start" | "middle" | "end", content: string): string {
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" text-anchor="${anchor}">${escape(content)}</text>`;
}
