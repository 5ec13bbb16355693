import { Prometheus } from "../../../monitoring/prometheus";
import { throughShell } from "../../../monitoring/shell-transport";
import type { ClockBounds, MachineFacts, TableSum } from "../facts";
import type { Machines } from "../subject";
import type { Measuring } from "./measuring";
import { bounds, looks } from "./clock";

const TABLES = ["customers", "movies", "sessions"] as const;

/** Counts sessions whose customer or movie never existed; the prepared data has some. */
const DANGLING = `SELECT count(*) FROM sessions s WHERE NOT EXISTS (SELECT FROM customers c WHERE c.id = s.customer_id)
  OR NOT EXISTS (SELECT FROM movies m WHERE m.id = s.movie_id)`;

/** Measures, before the loads, what only the machines show. */
export async function machinesBefore(measuring: Measuring): Promise<void> {
  const { machines } = measuring.subject;
  if (!machines) return;
  measuring.progress.begin("the machines' clocks, the database");
  const clocks = [];
  for (const machine of machines.names) clocks.push({ machine, bounds: await clockOf(machines, machine) });
  const [foreignKeys = ""] = await machines.sql("SELECT count(*) FROM pg_constraint WHERE contype = 'f'");
  const [dangling = ""] = await machines.sql(DANGLING);
  measuring.facts.machines = {
    clocks,
    before: await sums(machines),
    foreignKeys: Number(foreignKeys),
    dangling: Number(dangling),
    emails: await emails(machines),
  };
}

/** Sums up the tables again after the loads, and lists the endpoints that have graphs. */
export async function machinesAfter(measuring: Measuring): Promise<void> {
  const { machines } = measuring.subject;
  const before = measuring.facts.machines;
  if (!machines || !before) return;
  measuring.progress.begin("the database again, the graphs");
  const after: MachineFacts = { ...before, after: await sums(machines) };
  measuring.facts.machines = after;
  const graphs = {
    requests: await series(machines, "endpoint:bingo_edge_requests:rate1m"),
    errors: await series(machines, "endpoint:bingo_edge_errors:rate1m"),
  };
  measuring.facts.machines = { ...after, graphs };
}

async function clockOf(machines: Machines, machine: string): Promise<ClockBounds> {
  return bounds(
    await looks(3, async () => {
      const sentMs = Date.now();
      const said = await machines.run(machine, "date +%s%3N");
      return { sentMs, receivedMs: Date.now(), saidMs: Number(said), resolutionMs: 1 };
    }),
  );
}

/** Counts the rows of every table, and adds up their hashes, as they come in any order. */
async function sums(machines: Machines): Promise<readonly TableSum[]> {
  const found: TableSum[] = [];
  for (const table of TABLES) {
    const [line = ""] = await machines.sql(`SELECT count(*), sum(hashtextextended(t::text, 0)) FROM ${table} t`);
    const [rows = "", checksum = ""] = line.split("|");
    found.push({ table, rows: Number(rows), checksum });
  }
  return found;
}

async function emails(machines: Machines): Promise<readonly { machine: string; email: string }[]> {
  const nodes = machines.names.filter((name) => name.startsWith("app-"));
  return Promise.all(
    nodes.map(async (machine) => ({
      machine,
      email: (await machines.run(machine, "awk '/^student_email:/ { print $2 }' /etc/bingo/config.yaml"))
        .trim()
        .replace(/^(["'])(.*)\1$/, "$2"),
    })),
  );
}

/** Lists "METHOD /endpoint" of every series in the last minute, from the edge's Prometheus. */
async function series(machines: Machines, name: string): Promise<readonly string[]> {
  const prometheus = new Prometheus(throughShell((command) => machines.run("edge", command)));
  const found = await prometheus.instant(`last_over_time(${name}[1m])`);
  return found.map(({ labels }) => `${labels["method"] ?? ""} ${labels["endpoint"] ?? ""}`);
}
