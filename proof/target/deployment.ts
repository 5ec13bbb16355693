import type { Impairment, Shell } from "../../lab";
import type { ServiceUrl } from "../load/service-url";

/** Machines of an installation, by their host names. */
export const EDGE = "edge";
export const APP_NODES = ["app-1", "app-2"] as const;
export const DATABASE = "db";
export const MACHINES = [EDGE, ...APP_NODES, DATABASE] as const;

/** An opened deployment: a lab that is up, or the deployment of this checkout, reached over SSH. */
export interface Deployment {
  /** For messages, for example `lab main`. */
  readonly name: string;
  /** The config file that was deployed. */
  readonly installation: string;
  /** Where users send their requests. */
  readonly service: ServiceUrl;
  /** Runs commands as root on the machine of this host name. */
  machine(name: string): Shell;
  /** Runs commands on a machine of users. @default this machine is where users are */
  readonly client?: Shell;
  /** Switches the power and the network of a machine; undefined where that is not possible from here. */
  power?(name: string): Power;
  /** Releases connections and temporary files. */
  close(): Promise<void>;
}

/** What can be done to a machine from outside. */
export interface Power {
  /** Cuts the power. */
  crash(): Promise<void>;
  start(): Promise<void>;
  /** Drops all packets, without a reset. */
  cut(): Promise<void>;
  /** Ends what `cut` and `impair` began. */
  heal(): Promise<void>;
  /** Loses and delays packets. */
  impair(impairment: Impairment): Promise<void>;
}
