import type { Machines } from "../subject";
import type { OwnRow } from "../facts";
import type { HttpClient } from "../../load/http-client";
import { getCustomer, getMovie, type Request } from "../../load/request";
import type { Measuring } from "./measuring";
import { readList } from "./lists";
import { DATABASE } from "../../target/deployment";

/** An id above all prepared ones, and above those of customers and movies that sessions have but tables have not. */
const ID = 2_000_000_001;

/**
 * The lists are ordered, movies by year from the latest, customers by surname, and may be cut after 100,000 rows. So these
 * rows have to come first: the latest year, and the empty surname, which no collation puts after another text.
 */
const TABLES = [
  {
    list: "GET /api/movie",
    byId: "GET /api/movie/{id}",
    request: getMovie,
    insert: `INSERT INTO movies (id, name, year, duration) VALUES (${ID}, 'first name', 9999, 1)`,
    update: `UPDATE movies SET name = 'second name' WHERE id = ${ID}`,
    remove: `DELETE FROM movies WHERE id = ${ID}`,
  },
  {
    list: "GET /api/customer",
    byId: "GET /api/customer/{id}",
    request: getCustomer,
    insert: `INSERT INTO customers (id, name, surname, birthday, email)
      VALUES (${ID}, 'first name', '', '1990-01-01', 'acceptance@example.com')`,
    update: `UPDATE customers SET name = 'second name' WHERE id = ${ID}`,
    remove: `DELETE FROM customers WHERE id = ${ID}`,
  },
] as const;

/** Tells the alert PreparedDataChanged that rows which change now are the acceptance's. */
const MARK =
  "file=/var/lib/prometheus/node-exporter/bingo-own-rows.prom; name=bingo_own_rows_timestamp_seconds;" +
  ' printf "# HELP $name Unix time at which the acceptance last wrote rows of its own.\\n# TYPE $name gauge\\n$name %s\\n"' +
  ' "$(date +%s)" >"$file.new" && mv "$file.new" "$file"';

/**
 * Inserts, changes and deletes a movie and a customer in the database, and looks for them in the answers. Movies and
 * customers never change by themselves, so a cache that sends no header shows only in this way.
 */
export async function ownRows(measuring: Measuring): Promise<void> {
  const { machines } = measuring.subject;
  if (!machines) return;
  measuring.progress.begin("a movie and a customer of our own");
  await machines.run(DATABASE, MARK);
  const found: OwnRow[] = [];
  for (const table of TABLES) {
    found.push(...(await follow(measuring, machines, table)));
    measuring.facts.ownRows = [...found];
  }
}

async function follow(
  measuring: Measuring,
  machines: Machines,
  table: (typeof TABLES)[number],
): Promise<readonly OwnRow[]> {
  const request = table.request(ID);
  return measuring.withListClient(async (client) => {
    const states: { byId: string; listed: boolean }[] = [];
    const look = async (): Promise<void> => {
      states.push({
        byId: await nameOf(measuring, client, request),
        listed: await isListed(measuring, client, table.list),
      });
    };
    try {
      await machines.sql(table.insert);
      await look();
      await machines.sql(table.update);
      await look();
    } finally {
      await machines.sql(table.remove);
    }
    await look();
    const names = states.map(({ byId }) => byId);
    const listed = states.map((state) => state.listed);
    return [
      { endpoint: table.byId, follows: String(names) === "first name,second name,", seen: names.join(", ") },
      { endpoint: table.list, follows: String(listed) === "true,true,false", seen: listed.join(", ") },
    ];
  });
}

/** The name in the answer; empty when there is no such row. */
async function nameOf(measuring: Measuring, client: HttpClient, request: Request): Promise<string> {
  const { body } = await measuring.exchange(client, request);
  return /(first|second) name/.exec(body.toString("utf8"))?.[0] ?? "";
}

async function isListed(
  measuring: Measuring,
  client: HttpClient,
  list: (typeof TABLES)[number]["list"],
): Promise<boolean> {
  const { rows } = await readList(measuring, client, list, { look: true });
  return rows.some(({ id }) => id === ID);
}
