import type { Deployment } from "../deployment";
import type { Facts } from "../facts";
import type { Plan } from "../plan";

/** What was found of a requirement, in its unit. */
export interface Finding {
  /** Undefined: it was not measured, and `detail` says why. */
  readonly value?: number;
  readonly detail?: string;
}

export interface Found {
  readonly facts: Facts;
  readonly plan: Plan;
  readonly deployment: Deployment;
}

export function missing(detail?: string): Finding {
  return detail === undefined ? {} : { detail };
}

export function number(value: number | undefined): Finding {
  return value === undefined ? missing() : { value };
}
