import { rmSync } from "node:fs";
import { join } from "node:path";
import execa from "execa";
import { PROJECT_ROOT } from "../../config/paths";
import { Lab } from "../../lab";
import { labPaths } from "../../lab/paths";
import { sql } from "../../proof/target/sql";
import { deletedInConsole, idOf } from "../support/lab/console";
import { request } from "../support/lab/requests";

const name = `b${String(process.pid)}`;
const BACKUPS = { backups: { retentionDays: 7 } };
/** Seconds within which a restore has to be over. */
const RTO_SECONDS = 120;
/** Seconds of changes that may be lost with the disk. */
const RPO_SECONDS = 60;

let lab: Lab;

// The story of one installation with backups. Each test goes on where the one before ended.
beforeAll(async () => {
  lab = await Lab.up({ name, scale: 0.02, overrides: BACKUPS });
}, 600_000);

afterAll(() => Lab.down(name), 60_000);

const db = () => lab.machine("db");
const sessions = async () => Number((await sql(db(), "SELECT count(*) FROM sessions"))[0]);
const add = async () => {
  const { status } = await request(lab, "https", "/api/session", {
    method: "POST",
    body: '{"customer_id": 1, "movie_id": 1}',
    option: "--header Content-Type:application/json",
  });
  expect(status).toBe(200);
};
const restore = (...words: readonly string[]) =>
  execa("node_modules/.bin/tsx", ["script/restore/cli.ts", "--lab", name, "--yes", ...words], {
    cwd: PROJECT_ROOT,
    all: true,
  });

it("has its first backup when the deployment ends, and tells so", async () => {
  expect(lab.output("db", "backups")).toContain("every hour");
  expect(await db().succeed("source /usr/local/lib/bingo/database.sh; backrest info")).toContain("full backup:");
  const metrics = await lab
    .machine("edge")
    .succeed("curl -s http://10.130.0.20:9100/metrics http://10.130.0.20:9187/metrics");
  expect(metrics).toMatch(/^bingo_backup_last_timestamp_seconds [1-9]/m);
  expect(metrics).toMatch(/^bingo_archive_enabled\{.*\} 1$/m);
});

it("has the bucket's secret nowhere but in its file", async () => {
  const secret = (await db().succeed("sed -n 's/^repo1-s3-key-secret=//p' /etc/bingo/backup/key.conf")).trim();
  expect(secret).toHaveLength(40);
  const found = await db().run(
    `grep -rlF ${secret} /etc /var/lib/cloud /var/log /home 2>/dev/null | grep -v backup/key.conf`,
  );
  expect(found.stdout).toBe("");
  const state = await execa("grep", ["-rl", secret, labPaths(name).state, labPaths(name).output], {
    cwd: PROJECT_ROOT,
    reject: false,
  });
  expect(state.stdout).toBe("");
});

it("is taken back to the second before a wrong DELETE, with every row", async () => {
  await add();
  const rows = await sessions();
  const before = new Date().toISOString();
  await new Promise((done) => setTimeout(done, 1000));
  await sql(db(), "DELETE FROM sessions");
  const began = Date.now();
  const { all } = await restore("--to", before);
  const seconds = Math.round((Date.now() - began) / 1000);
  console.log(`restored in ${String(seconds)} s:\n${all ?? ""}`);
  expect(await sessions()).toBe(rows);
  expect(seconds).toBeLessThan(RTO_SECONDS);
  expect(await request(lab, "https", "/api/movie/1")).toMatchObject({ status: 200 });
  await add();
}, 300_000);

it("keeps the cluster of before until it is confirmed", async () => {
  expect((await restore()).all).toContain("A cluster of before a restore is kept");
  await restore("--confirm");
  expect((await restore()).all).not.toContain("is kept");
}, 60_000);

it("serves again after its disk is destroyed, by one deployment, with what was written a minute before", async () => {
  const written: { readonly at: number; readonly rows: number }[] = [];
  for (let second = 0; second < 75; second += 5) {
    await add();
    written.push({ at: Date.now(), rows: await sessions() });
    await new Promise((done) => setTimeout(done, 5000));
  }
  await db().crash();
  const crashed = Date.now();
  await deletedInConsole(labPaths(name), "db", "yandex_compute_instance");
  await deletedInConsole(labPaths(name), "data", "yandex_compute_disk");
  await lab.deploy(BACKUPS);
  const seconds = Math.round((Date.now() - crashed) / 1000);
  const rows = await sessions();
  const lost = written.filter((one) => one.rows > rows);
  const lostSeconds = Math.round((crashed - (lost[0]?.at ?? crashed)) / 1000);
  console.log(
    `disk destroyed: ${String(seconds)} s until it served; rows of the last ${String(lostSeconds)} s lost (${String(lost.length)} of ${String(written.length)})`,
  );
  expect(lostSeconds).toBeLessThanOrEqual(RPO_SECONDS);
  expect(await request(lab, "https", "/api/movie/1")).toMatchObject({ status: 200 });
  await add();
}, 600_000);

it("is made anew around its disk when the state is gone", async () => {
  const paths = labPaths(name);
  const rows = await sessions();
  const existing = idOf(paths, "data", "yandex_compute_disk");
  for (const machine of ["edge", "app-1", "app-2", "db"]) {
    await deletedInConsole(paths, machine, "yandex_compute_instance");
  }
  rmSync(join(PROJECT_ROOT, paths.state), { recursive: true });
  const began = Date.now();
  await lab.deploy({ ...BACKUPS, machines: { database: { dataDisk: { existing } } } });
  console.log(`the state gone: served again after ${String(Math.round((Date.now() - began) / 1000))} s`);
  expect(await sessions()).toBe(rows);
  expect(await request(lab, "https", "/api/movie/1")).toMatchObject({ status: 200 });
  await add();
}, 600_000);
