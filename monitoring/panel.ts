/** What a panel is made of. The table of all of them is in panels.ts. */

/** How a value is written: see format.ts. */
export type Unit =
  /** Events per second. */
  | "rate"
  /** 0.01 is one percent. */
  | "share"
  | "seconds"
  | "bytes"
  | "count"
  /** Seconds, as a person says them: 3 min, 2 h, 12 d. */
  | "age"
  /** 1 or 0. */
  | "yes";

/** When a value is bad. The first that fits the row decides; labels are regular expressions that fit whole values. */
export interface Limit {
  readonly where?: Readonly<Record<string, string>>;
  readonly above?: number;
  readonly below?: number;
}

/** One number now. */
export interface Tile {
  readonly id: string;
  readonly title: string;
  readonly unit: Unit;
  readonly expr: string;
  /** The number that it should be: "3 of 4". */
  readonly of?: string;
  /** What the acceptance asks for, in words. */
  readonly wanted?: string;
  readonly limits?: readonly Limit[];
  /** What it means that there is no value. */
  readonly empty: string;
}

export interface Series {
  readonly expr: string;
  /** Prometheus' own form, for example `{{method}} {{endpoint}}`. */
  readonly legend: string;
}

/** Lines over the chosen time. */
export interface Chart {
  readonly kind: "chart";
  readonly id: string;
  readonly title: string;
  readonly unit: Unit;
  readonly series: readonly Series[];
  /** Logarithmic: lines that differ by powers of ten are all to be read. @default false */
  readonly log?: boolean;
  /** Drawn as a dashed line. */
  readonly limit?: number;
  readonly empty: string;
}

export interface Column {
  readonly title: string;
  readonly unit: Unit;
  readonly expr: string;
  /** Shows this label of the series in place of its value. */
  readonly label?: string;
  readonly limits?: readonly Limit[];
  /** What a missing value is shown as, and that it is bad. @default a dash, which is not bad */
  readonly missing?: string;
}

/** What is now: a row for each of a set of labels. */
export interface Table {
  readonly kind: "table";
  readonly id: string;
  readonly title: string;
  /** The labels that make a row. */
  readonly by: readonly string[];
  /** Its series are the rows: also of what has fallen silent. @default the rows of the first column */
  readonly rows?: string;
  readonly columns: readonly Column[];
  readonly empty: string;
}

export type Panel = Chart | Table;

export interface Section {
  readonly id: string;
  readonly title: string;
  readonly panels: readonly Panel[];
}

export type Labels = Readonly<Record<string, string>>;

/** Whether a value is bad by one of the limits. */
export function isBad(limits: readonly Limit[] | undefined, labels: Labels, value: number): boolean {
  const limit = limits?.find(({ where = {} }) =>
    Object.entries(where).every(([name, pattern]) => new RegExp(`^(?:${pattern})$`).test(labels[name] ?? "")),
  );
  if (!limit || Number.isNaN(value)) return false;
  return (limit.above !== undefined && value > limit.above) || (limit.below !== undefined && value < limit.below);
}

/** Whether a tile is bad: by one of its limits, or because it is less than the number that it should be. */
export function isTileBad({ limits }: Tile, value: number, whole: number | undefined): boolean {
  return isBad(limits, {}, value) || (whole !== undefined && !(value >= whole));
}
