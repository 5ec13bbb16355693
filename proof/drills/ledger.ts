import type { Sample } from "../load/history";
import { sql } from "../target/sql";
import type { Site } from "./site";

/** What became of the sessions that users created during a drill. */
export interface Ledger {
  /** Creations answered well. */
  readonly created: number;
  /** Of those: nobody asked to delete them, and they are not in the database. */
  readonly lost: readonly number[];
  /** Rows beyond what creations, answered or not, can account for. */
  readonly doubled: number;
  /** Creations whose id could be read from the answer: only these can be looked for. */
  readonly identified: number;
}

/** What of the users' sessions has to be there. */
export interface Sessions {
  readonly created: readonly number[];
  readonly undecided: readonly number[];
}

/** Rows in the table of sessions. */
export async function countSessions(site: Site): Promise<number> {
  return Number((await sql(site.database, "SELECT count(*) FROM sessions"))[0]);
}

/** Compares what users were told with what the database has. */
export async function closeLedger(
  site: Site,
  rowsBefore: number,
  sessions: Sessions,
  samples: readonly Sample[],
): Promise<Ledger> {
  const missing = `SELECT id FROM unnest('{${sessions.created.join(",")}}'::bigint[]) AS told(id)
    WHERE NOT EXISTS (SELECT FROM sessions WHERE sessions.id = told.id)`;
  const lost = sessions.created.length === 0 ? [] : await sql(site.database, missing);
  const rows = await countSessions(site);
  const { posted, unsure, deleted } = counts(samples);
  return {
    created: posted,
    lost: lost.map(Number),
    doubled: Math.max(0, rows - (rowsBefore + posted + unsure - deleted)),
    identified: sessions.created.length + sessions.undecided.length + deleted,
  };
}

/** Creations that were answered well; that were not, though the row may be there; deletions that were answered well. */
export function counts(samples: readonly Sample[]): { posted: number; unsure: number; deleted: number } {
  const posts = samples.filter(({ endpoint }) => endpoint === "POST /api/session");
  const deletions = samples.filter(({ endpoint }) => endpoint === "DELETE /api/session/{id}");
  const good = (own: readonly Sample[]): number => own.filter((sample) => sample.good).length;
  return { posted: good(posts), unsure: posts.length - good(posts), deleted: good(deletions) };
}
