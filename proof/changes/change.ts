import type { Lab } from "../../lab";

/** Values of the config. */
export type Overrides = Readonly<Record<string, unknown>>;

/** What an administrator changes in an installation that serves. */
export interface Change {
  /** Its name on the command line, for example `retention`. */
  readonly id: string;
  /** In the words of the config, for example `monitoring.retentionDays`. */
  readonly title: string;
  /** Values that the change sets; the way back takes them away again. @default none */
  readonly overrides?: Overrides | ((lab: Lab) => Overrides);
  /** Another cdktf app, for a change of the templates. @default main.ts */
  readonly app?: string;
  /** A resource that is made anew: a password, a certificate, a machine. @default none */
  readonly anew?: { readonly stack: string; readonly address: string };
  /** Set for a change that cannot work: what the deployment has to say. The old version goes on serving. */
  readonly refused?: RegExp;
  /** Set for what no program can hide, with the reason: users may notice. */
  readonly physical?: string;
  /** False: there is no way back, for example from a larger disk. @default true */
  readonly reverts?: false;
  /** Part of the quick form. @default false */
  readonly quick?: true;
}
