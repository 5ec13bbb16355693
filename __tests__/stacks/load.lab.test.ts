import { join } from "node:path";
import { Lab, type LabOptions } from "../../lab";
import { down } from "../../lab/cli/down";
import { standInRows } from "../../lab/cli/stand-in";
import { labPaths } from "../../lab/paths";
import { fetchDump } from "../../proof/target/dump";
import { preparedRows, sql } from "../../proof/target/sql";
import { messageOf } from "../../config/message-of";
import { until } from "../../lab/until";
import { leftovers } from "../support/lab/leftovers";
import { request } from "../support/lab/requests";

const name = `l${String(process.pid)}`;
const paths = labPaths(name);
const told: string[] = [];
/** Row by row, as the real one: the load lasts long enough to be disturbed. */
const OPTIONS: LabOptions = {
  name,
  scale: 0.01,
  settings: { STANDIN_LOAD: "single" },
  tell: (line) => told.push(line),
};
const ROWS = standInRows(OPTIONS);

let lab: Lab;

// The story of one installation's data. Each test goes on where the one before ended.
afterAll(async () => {
  await down(paths);
  expect(leftovers(name)).toEqual([]);
}, 60_000);

/**
 * Waits until the database is at a step, and ends the connection that sessions are inserted on. It looks closely: on a busy
 * machine a load can begin and end between two calls of the lab.
 */
async function loseRows(step: string): Promise<void> {
  const inserting = "usename = 'bingo' AND query LIKE 'INSERT INTO sessions%'";
  const ended = `SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE ${inserting}`;
  const look = `[[ $(cat "$STEP") == ${step} ]] && (($(sql postgres --command="${ended}") > 0))`;
  const attached = async () => ({ value: await Lab.attach(name) });
  const up = await until(() => attached().catch((error: unknown) => ({ found: messageOf(error) })), "a lab", {
    timeoutSeconds: 300,
  });
  const db = up.machine("db");
  await db.waitUntilSucceeds(
    `. /usr/local/lib/bingo/database.sh; for _ in {1..50}; do if ${look}; then exit; fi; sleep 0.1; done; exit 1`,
    { timeoutSeconds: 300 },
  );
}

const deploy = (overrides: LabOptions["overrides"]) => {
  told.length = 0;
  return Lab.up({ ...OPTIONS, ...(overrides && { overrides }) });
};

it("fails when rows are lost twice, and says what was expected and found", async () => {
  const deployment = deploy(undefined).then(
    () => "deployed",
    (error: unknown) => String(error),
  );
  await loseRows("loading");
  await loseRows("loading\\ again*");
  expect(await deployment).toContain("found status 1");
  const text = told.join("\n");
  expect(text).toMatch(/sessions: expected 50000 rows, found \d+/);
  expect(text).toMatch(/the data is not complete after the second load either: /);
}, 600_000);

it("begins again when rows are lost once, by the same command", async () => {
  const deployment = deploy(undefined);
  await loseRows("loading");
  lab = await deployment;
  expect(told.join("\n")).toContain("loading again, as the first load is not complete (prepare_db: ");
  expect(told.join("\n")).toMatch(/loading again.*: [\d,]+ of 55,291 rows, [\d,]+ rows\/s/);
  expect(await preparedRows(lab.machine("db"))).toEqual(ROWS);
}, 600_000);

it("gives its prepared data to an installation that need not run prepare_db", async () => {
  const dump = join(paths.folder, "prepared.dump");
  expect(await request(lab, "http", "/api/session", { method: "POST", body: "{}" })).toMatchObject({ status: 200 });
  const bytes = await fetchDump(lab.machine("db"), dump);
  await lab.destroy();

  lab = await deploy({ bingo: { data: { dump } } });
  const db = lab.machine("db");
  // Not what the deployment told: at this scale the step is over between two looks.
  const steps = await db.succeed("journalctl --unit bingo-load --output cat");
  expect(steps).toContain("restoring the dump");
  expect(steps).not.toMatch(/^loading/m);
  expect(await preparedRows(db)).toEqual(ROWS);
  const [[counted], [last]] = await Promise.all([
    sql(db, "SELECT count(*) FROM sessions"),
    sql(db, "SELECT max(id) FROM sessions"),
  ]);
  expect(counted).toBe("50000");
  const { body } = await request(lab, "http", "/api/session", { method: "POST", body: "{}" });
  expect((JSON.parse(body) as { id: number }).id).toBeGreaterThan(Number(last));
  console.log(`${bytes} bytes; ${steps.match(/^loaded in .*/m)?.[0] ?? ""}`);
}, 600_000);
