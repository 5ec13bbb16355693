import { z } from "zod";
import { file } from "./file";

/** Rows of each table after the real bingo's `prepare_db`. */
export const PREPARED_ROWS = { movies: 29_019, customers: 500_000, sessions: 5_000_000 } as const;

/** The prepared data. `folder` is where the config file lies. */
export function data(folder: string) {
  return z
    .strictObject({
      dump: file(folder, {
        description:
          "A dump of prepared data, as `npm run fetch-data` makes it, that is restored in place of `prepare_db`. Relative to this file's folder.",
        allowed: "the path of an archive of pg_dump --format=custom, which begins with PGDMP",
        beginning: /^PGDMP/,
      }).exactOptional(),
      expect: z
        .strictObject({
          movies: rows("movies"),
          customers: rows("customers"),
          sessions: rows("sessions"),
        })
        .meta({ description: "Rows that each table must have after the load, no more and no fewer." })
        .prefault({}),
    })
    .meta({ description: "The prepared data that bingo serves." })
    .prefault({});
}

function rows(table: keyof typeof PREPARED_ROWS) {
  return z
    .int()
    .min(1)
    .meta({ description: `Rows of ${table}.`, unit: "rows", allowed: "a whole number of at least 1" })
    .default(PREPARED_ROWS[table]);
}
