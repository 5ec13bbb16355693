import type { Sample } from "../load/history";
import type { MixedUsers } from "../load/mixed-users";
import { DATABASE } from "../target/deployment";
import { sql } from "../target/sql";
import type { Site } from "./site";

/** The sessions that users created during a drill, compared with the database. */
export interface Ledger {
  /** Number of creations that were answered well. */
  readonly created: number;
  /** Ids that were answered well, were not deleted, and are not in the database. */
  readonly lost: readonly number[];
  /** Number of rows beyond what creations, answered or not, can account for. */
  readonly doubled: number;
  /** Number of creations whose id could be read from the answer. Only these can be looked for. */
  readonly identified: number;
}

/** Counts the rows in the table of sessions. */
export async function countSessions(site: Site): Promise<number> {
  return Number((await sql(site.machine(DATABASE), "SELECT count(*) FROM sessions"))[0]);
}

/** Compares the answers that users got with what the database has. */
export async function closeLedger(
  site: Site,
  rowsBefore: number,
  sessions: Pick<MixedUsers, "created" | "undecided">,
  samples: readonly Sample[],
): Promise<Ledger> {
  const missing = `SELECT id FROM unnest('{${sessions.created.join(",")}}'::bigint[]) AS created(id)
    WHERE NOT EXISTS (SELECT FROM sessions WHERE sessions.id = created.id)`;
  const lost = sessions.created.length === 0 ? [] : await sql(site.machine(DATABASE), missing);
  const rows = await countSessions(site);
  const { posted, unsure, deleted } = counts(samples);
  return {
    created: posted,
    lost: lost.map(Number),
    doubled: Math.max(0, rows - (rowsBefore + posted + unsure - deleted)),
    identified: sessions.created.length + sessions.undecided.length + deleted,
  };
}

/**
 * Counts creations that were answered well (`posted`), creations that were not though the row may be there (`unsure`), and
 * deletions that were answered well.
 */
export function counts(samples: readonly Sample[]): { posted: number; unsure: number; deleted: number } {
  const posts = samples.filter(({ endpoint }) => endpoint === "POST /api/session");
  const deletions = samples.filter(({ endpoint }) => endpoint === "DELETE /api/session/{id}");
  const good = (own: readonly Sample[]): number => own.filter((sample) => sample.good).length;
  return { posted: good(posts), unsure: posts.length - good(posts), deleted: good(deletions) };
}
