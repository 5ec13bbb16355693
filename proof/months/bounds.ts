import type { Kind } from "./snapshot";

/** Why a value may grow, and until where. */
export interface Bound {
  readonly kind: Kind;
  readonly machine?: string;
  readonly subject: string;
  /** In the kind's unit; Infinity: it is the users' own. */
  readonly most: number;
  readonly why: string;
}

const MB = 1000;
const MIB = 1024;

/** What an installation has a limit for. The limits are in templates/, the sizes of journal and logs in docs/machines.md. */
export const BOUNDS: readonly Bound[] = [
  { kind: "kilobytes", subject: "/var/log/journal", most: 512 * MIB, why: "SystemMaxUse of journald" },
  // Two logs, of each the one that is written and six before it.
  { kind: "kilobytes", machine: "edge", subject: "/var/log", most: 14 * 100 * MB, why: "size and rotate of logrotate" },
  { kind: "kilobytes", subject: "/var/lib/prometheus", most: 5000 * MB, why: "monitoring.retentionGb" },
  // Three hours of samples before it writes a block.
  { kind: "memory", subject: "prometheus.service", most: 400 * MIB, why: "GOMEMLIMIT; it keeps three hours in memory" },
  { kind: "kilobytes", machine: "db", subject: "/var/lib/postgresql", most: Infinity, why: "what users write" },
];

export function boundOf(machine: string, kind: Kind, subject: string): Bound | undefined {
  return BOUNDS.find((each) => each.kind === kind && each.subject === subject && (each.machine ?? machine) === machine);
}
