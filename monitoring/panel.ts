/** The parts of a panel. The folder panels/ has the table of all panels. */

/** The way a value is written: see format.ts. */
export type Unit =
  /** Events per second. */
  | "rate"
  /** 0.01 is one percent. */
  | "share"
  | "seconds"
  | "bytes"
  | "count"
  /** Seconds, written as 3 min, 2 h or 12 d. */
  | "age"
  /** 1 or 0. */
  | "yes";

/** A bound for good values. The first limit whose labels match a row applies to it. */
export interface PanelLimit {
  /** Labels and regular expressions that match their whole values. @default every row */
  readonly where?: Readonly<Record<string, string>>;
  readonly above?: number;
  readonly below?: number;
}

/** One number, as it is now. */
export interface Tile {
  readonly id: string;
  readonly title: string;
  readonly unit: Unit;
  readonly expr: string;
  /** The query for the number that it should be, shown as "3 of 4". */
  readonly of?: string;
  /** The acceptance's requirement, in words. */
  readonly wanted?: string;
  readonly limits?: readonly PanelLimit[];
  /** The reason why there may be no value. */
  readonly empty: string;
}

export interface PanelSeries {
  readonly expr: string;
  /** Prometheus' own form, for example `{{method}} {{endpoint}}`. */
  readonly legend: string;
}

/** Lines over the chosen range of time. */
export interface ChartPanel {
  readonly kind: "chart";
  readonly id: string;
  readonly title: string;
  readonly unit: Unit;
  readonly series: readonly PanelSeries[];
  /** Uses a logarithmic axis, so that lines which differ by powers of ten can all be read. @default false */
  readonly log?: boolean;
  /** A value that is drawn as a dashed line. @default none */
  readonly limit?: number;
  readonly empty: string;
}

export interface Column {
  readonly title: string;
  readonly unit: Unit;
  readonly expr: string;
  /** The label that is shown in place of the value. @default the value is shown */
  readonly label?: string;
  readonly limits?: readonly PanelLimit[];
  /** The text for a missing value, which then counts as bad. @default a dash, which is not bad */
  readonly missing?: string;
}

/** The present values, with a row for each combination of labels. */
export interface Table {
  readonly kind: "table";
  readonly id: string;
  readonly title: string;
  /** The labels that identify a row. */
  readonly by: readonly string[];
  /** The query whose series are the rows, also for what no longer reports. @default the first column's query */
  readonly rows?: string;
  readonly columns: readonly Column[];
  readonly empty: string;
}

export type Panel = ChartPanel | Table;

export interface PanelSection {
  readonly id: string;
  readonly title: string;
  readonly panels: readonly Panel[];
}

export type Labels = Readonly<Record<string, string>>;

/** Tests whether a value is bad by the limit that applies to these labels. NaN is not bad. */
export function isBad(limits: readonly PanelLimit[] | undefined, labels: Labels, value: number): boolean {
  const limit = limits?.find(({ where = {} }) =>
    Object.entries(where).every(([name, pattern]) => new RegExp(`^(?:${pattern})$`).test(labels[name] ?? "")),
  );
  if (!limit || Number.isNaN(value)) return false;
  return (limit.above !== undefined && value > limit.above) || (limit.below !== undefined && value < limit.below);
}

/**
 * Tests whether a tile is bad, by its limit or because its value is not at least the number that it should be.
 *
 * @param whole the value of `of`. @default undefined: the tile has none
 */
export function isTileBad({ limits }: Tile, value: number, whole: number | undefined): boolean {
  return isBad(limits, {}, value) || (whole !== undefined && !(value >= whole));
}
