import type { Limit } from "../../report/format";
import type { Subject } from "../subject";
import type { Facts } from "../facts";
import type { Plan } from "../plan";
import type { StepId } from "../steps";
import type { Endpoint } from "../../load/request";

/** The place from which a requirement can be judged. */
export type Reach =
  /** Anywhere: the service's URL is enough. */
  | "outside"
  /** A shell on the machines. */
  | "machines"
  /** A drill, which breaks something: `npm run drill`. */
  | "drill"
  /** A person: what is deployed does not show it. */
  | "person";

/** The facts of a run, with the plan by which and the subject of which they were measured. */
export interface Found {
  readonly facts: Facts;
  readonly plan: Plan;
  readonly subject: Subject;
}

/** The value of one requirement, read out of the facts. */
export interface Finding {
  /** In the requirement's unit. @default it was not measured */
  readonly value?: number;
  /** The evidence for the value, or the reason why there is none. @default no more than the value itself */
  readonly detail?: string;
}

/** A row of the acceptance list. */
export interface Requirement {
  /** Stable name for `--only`: reports of different runs are compared by it. */
  readonly id: string;
  /** Number of the row's point on the acceptance list. */
  readonly point: number;
  readonly text: string;
  readonly limit: Limit;
  readonly unit: string;
  /** The load under which it is measured, in words; "none" for single requests. */
  readonly load: string;
  readonly reach: Reach;
  /** The measurements that its finding reads. */
  readonly needs: readonly StepId[];
  /** Reads its value out of the facts. Pure. */
  readonly finding: (found: Found) => Finding;
}

/** A requirement as the files of this folder write it. */
export interface Row extends Omit<Requirement, "load" | "reach"> {
  /** @default none */
  readonly load?: string;
  /** @default outside */
  readonly reach?: Reach;
}

/** Gives rows what they have in common; a row's own value goes first. */
export function sharing<Common extends Partial<Row>>(
  common: Common,
  rows: readonly (Omit<Row, keyof Common> & Partial<Row>)[],
): readonly Row[] {
  return rows.map((row) => ({ ...common, ...row }) as Row);
}

/** The finding where nothing was measured. @param reason @default the requirement's reach gives it */
export function notMeasured(reason?: string): Finding {
  return reason === undefined ? {} : { detail: reason };
}

/** An endpoint or a way as a part of an id: "GET /api/movie/{id}" becomes get-api-movie-id. */
export function slug(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
}

/** An endpoint with what its rows share. */
export interface EndpointRow extends Pick<Row, "point" | "needs"> {
  readonly endpoint: Endpoint;
  readonly load: string;
}
