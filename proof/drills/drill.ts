import type { Fault } from "./fault";
import type { DrillRun } from "./drill-run";
import type { Check } from "./verdict";

export const RATES = [60, 120] as const;
/** Requests per second. */
export type Rate = (typeof RATES)[number];

/** Names a drill in commands, reports and their files. */
export type DrillId =
  | "panic-operation"
  | "sick-operation"
  | "leak-operation"
  | "instance-killed"
  | "docker-restarted"
  | "app-node-power"
  | "app-node-network"
  | "packet-loss"
  | "packet-delay"
  | "pgbouncer-restarted"
  | "postgres-killed"
  | "nginx-reloaded"
  | "end-of-life"
  | "born-together"
  | "disk-full"
  | "repeated-panic"
  | "database-power";

/** One drill: what should hold while something fails. */
export interface Drill {
  readonly id: DrillId;
  /** A few words. */
  readonly name: string;
  /** What is expected of the installation. */
  readonly hypothesis: string;
  readonly fault: Fault;
  readonly limits: Limits;
  /** What else has to hold. */
  readonly also?: (run: DrillRun) => readonly Check[];
}

export interface Limits {
  /** Share of users' requests that may fail, 0 to 1; "outage": any number, users see that the service is away. */
  readonly failed: Readonly<Record<Rate, number>> | "outage";
  /** Seconds within which what failed serves again. */
  readonly recoverySeconds: number;
  /** From when they count: the failure itself, or the moment at which power or network are back. */
  readonly recoveryFrom: "failure" | "heal";
  /**
   * Whether the edge itself closes idle connections meanwhile: a request may just then be on its way into one.
   * @default false
   */
  readonly closesConnections?: boolean;
}
