import { HttpClient } from "../../load/http-client";
import { getCustomer } from "../../load/request";
import { DATABASE } from "../../target/deployment";
import { sql } from "../../target/sql";
import type { Fault } from "../fault";
import type { Site } from "../site";
import { failingClient } from "./neighbour";

// PostgreSQL checks a policy in every statement that meets a row of the table, whoever sends it. So a database can be slow,
// or fail, for statements of bingo, whatever binary that is.
const TABLES = ["movies", "customers", "sessions"] as const;
type Table = (typeof TABLES)[number];

/** Makes each statement on bingo's tables take at least so many milliseconds, as a database does that has too much to do. */
export function databaseSlow(milliseconds: number, seconds: number): Fault {
  // A join meets three policies, and waits once.
  const rest = `${milliseconds / 1000} - extract(epoch FROM clock_timestamp() - statement_timestamp())`;
  return {
    sparesInstances: true,
    async inject(site) {
      await addPolicies(site, TABLES, `(SELECT pg_sleep(${rest})) IS NOT NULL`);
      site.note(`${DATABASE}: statements take ${milliseconds} ms`);
    },
    lastsSeconds: seconds,
    async heal(site) {
      await dropPolicies(site, TABLES);
      site.note(`${DATABASE}: statements take what they take`);
    },
  };
}

const SURNAME = "Of the drill";

/** Makes a customer whose row cannot be read by its id, and lets a client ask for it all the time. */
export function failingRequest(seconds: number): Fault {
  let id = NaN;
  const asked = failingClient(() => `/api/customer/${id}`, seconds);
  return {
    ...asked,
    async prepare(site) {
      const row = `VALUES ('Nobody', '${SURNAME}', '1970-01-01', 'nobody@example.org')`;
      const insert = `INSERT INTO customers (name, surname, birthday, email) ${row} RETURNING id`;
      id = Number((await sql(site.machine(DATABASE), insert))[0]);
      // A list has no WHERE, and is as it was.
      const fails = `CASE WHEN id = ${id} AND current_query() LIKE '%WHERE%' THEN 1 / (id - ${id}) = 0 ELSE true END`;
      await addPolicies(site, ["customers"], fails);
      const client = new HttpClient(site.deployment.service);
      const { status } = await client.exchange(getCustomer(id)).finally(() => client.close());
      if (status !== 500) throw new Error(`GET /api/customer/${id}: expected status 500, found ${status}`);
    },
    async restore(site) {
      await dropPolicies(site, ["customers"]);
      await sql(site.machine(DATABASE), `DELETE FROM customers WHERE surname = '${SURNAME}'`);
    },
  };
}

async function addPolicies(site: Site, tables: readonly Table[], using: string): Promise<void> {
  const lines = tables.map(
    (table) => `CREATE POLICY drill ON ${table} USING (${using});
      ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;`,
  );
  await sql(site.machine(DATABASE), lines.join("\n"));
}

async function dropPolicies(site: Site, tables: readonly Table[]): Promise<void> {
  const lines = tables.map(
    (table) => `ALTER TABLE ${table} DISABLE ROW LEVEL SECURITY, NO FORCE ROW LEVEL SECURITY;
      DROP POLICY IF EXISTS drill ON ${table};`,
  );
  await sql(site.machine(DATABASE), lines.join("\n"));
}
