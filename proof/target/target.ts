import type { ServiceUrl } from "../load/service-url";
import type { Impairment } from "../../lab/substrate";

/** An installation that can be broken: a lab, or a deployment that is reached over SSH. */
export interface Target {
  /** For messages, for example `lab main`. */
  readonly name: string;
  /** Where its users send their requests. */
  readonly web: ServiceUrl;
  machine(name: string): Machine;
  /** What can be done to a machine from outside of it; undefined where that is not in our power. */
  plug?(name: string): Plug;
  /** Releases what it holds open. */
  close?(): Promise<void>;
}

/** Commands run as root, as lines of bash that stop at their first error. */
export interface Machine {
  readonly name: string;
  /** @returns what the line printed to stdout. @throws an error with status and last words when its status is not 0 */
  succeed(line: string, options?: RunOptions): Promise<string>;
}

export interface RunOptions {
  readonly input?: string;
  /** @default 60 */
  readonly timeoutSeconds?: number;
}

export interface Plug {
  /** Takes its power. */
  crash(): Promise<void>;
  start(): Promise<void>;
  /** Drops all its packets, without a reset. */
  cut(): Promise<void>;
  /** Ends what `cut` and `impair` began. */
  heal(): Promise<void>;
  impair(impairment: Impairment): Promise<void>;
}

/** The machines of an installation by what they do. */
export const EDGE = "edge";
export const APP_NODES = ["app-1", "app-2"] as const;
export const DATABASE = "db";
