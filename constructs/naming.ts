import type { Installation } from "../config/schema";

/** The part of the installation that most constructs need: names and labels. */
export interface Naming {
  /** Prefix of every resource's name. */
  readonly prefix: string;
  /** Labels of every resource. */
  readonly labels: Record<string, string>;
}

/** Derives names and labels from an installation, for example `bingo-edge` and `installation=bingo`. */
export function naming({ name, labels }: Installation): Naming {
  return { prefix: name, labels: { ...labels, installation: name, "managed-by": "cdktf" } };
}
