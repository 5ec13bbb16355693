import type { Installation } from "../config/schema";

/** What most constructs need to know of the installation, so that they do not take it whole. */
export interface Naming {
  /** Prefix of every resource's name. */
  readonly prefix: string;
  /** Labels of every resource. */
  readonly labels: Record<string, string>;
}

/** Names and labels of an installation: `bingo-edge`, `installation=bingo`. */
export function naming({ name, labels }: Installation): Naming {
  return { prefix: name, labels: { ...labels, installation: name, "managed-by": "cdktf" } };
}
