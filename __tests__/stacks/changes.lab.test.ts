import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import execa from "execa";
import { PROJECT_ROOT } from "../../config/paths";
import { down } from "../../lab/cli/down";
import { labPaths } from "../../lab/paths";
import { Lab, type LabOptions } from "../../lab";
import { machineEvents } from "../support/lab/events";
import { CHANGES } from "../../proof/changes/changes";
import { held, runChange, type Result, waysOf } from "../../proof/changes/run";
import { leftovers } from "../support/lab/leftovers";
import { request } from "../support/lab/requests";
import { hadTime, whileUsersCome } from "../../proof/load/users";
import { messageOf } from "../../config/message-of";

const name = `c${String(process.pid)}`;
const paths = labPaths(name);
const told: string[] = [];
const SCALE = 0.02;
/** Rows of each table at that scale. */
const ROWS = { customers: 10_000, movies: 581, sessions: 100_000 };
/** Row by row the load lasts long enough to be interrupted. */
const OPTIONS: LabOptions = {
  name,
  scale: SCALE,
  settings: { STANDIN_LOAD: "single" },
  tell: (line) => told.push(line),
};

/** Changes both app nodes, and nothing else. */
const CHANGED_APPS = { bingo: { instanceMemoryMb: 640 } };
/** Changes the database's machine and the size of its disk beside that; from here on the disk may not be destroyed. */
const CHANGED_DATABASE = {
  ...CHANGED_APPS,
  machines: { database: { memoryGb: 6, dataDisk: { protected: true, sizeGb: 40 } } },
};

let lab: Lab;

// The story of one installation, from a deployment that is interrupted to its end. Each test goes on where the one before ended.
afterAll(async () => {
  await down(paths);
}, 60_000);

const sql = async (query: string) =>
  (await lab.machine("db").succeed(`cd / && su postgres -c "psql -XAtd bingo -c \\"${query}\\""`)).trim();

/** A deployment of that config, and what it did to machines. */
const deploy = async (overrides: Readonly<Record<string, unknown>>) => {
  told.length = 0;
  await lab.deploy(overrides);
  return machineEvents(told);
};

/** One after the other. */
const changed = (...machines: readonly string[]) =>
  machines.flatMap((machine) => [`${machine} Modifying`, `${machine} READY`]);

it("is interrupted while its machines are made", async () => {
  const command = ["--import", "tsx", join("lab", "cli", "main.ts"), "up", "--name", name, "--scale", String(SCALE)];
  const up = execa(process.execPath, command, { cwd: PROJECT_ROOT, all: true, reject: false });
  up.all?.on("data", (piece: Buffer) => {
    if (/yandex_compute_instance\S*: Creating/.test(piece.toString())) up.kill("SIGINT");
  });
  const { exitCode, all } = await up;
  expect(all).toContain("an interruption");
  expect(exitCode).toBe(1);
}, 300_000);

it("tells in a minute or two that nothing can work with a binary that is none, and cuts no machine off", async () => {
  const junk = join(paths.folder, "junk");
  writeFileSync(junk, "no program\n");
  const began = Date.now();
  const failure: unknown = await Lab.up({ ...OPTIONS, overrides: { bingo: { binary: { file: junk } } } }).catch(
    (error: unknown) => error,
  );
  const seconds = Math.round((Date.now() - began) / 1000);
  console.log(`the deployment of a file that is no program failed after ${String(seconds)} s`);
  const why = "expected a Linux executable, found 11 bytes beginning with 'no program'";
  expect(String(failure)).toContain("found status 1");
  expect(told).toContainEqual(expect.stringMatching(new RegExp(` app-1 .*${why}`)));
  // Jest would show the first ten lines of all.
  const edge = told.filter((line) => / edge /.test(line));
  expect(edge.join("\n")).toMatch(/there will be none: .*app-1.* failed, see there/);
  expect(seconds).toBeLessThan(240);
}, 300_000);

it("goes on, and when the database loses power in its load, the same command goes on again", async () => {
  const deployment = Lab.up(OPTIONS).then(
    () => "done",
    (error: unknown) => error,
  );
  const db = (await Lab.attach(name)).machine("db");
  const someRows = `cd / && test "$(su postgres -c "psql -XAtd bingo -c 'SELECT count(*) FROM sessions'")" -gt 20000`;
  await db.waitUntilSucceeds(someRows, { timeoutSeconds: 300 });
  await db.crash();
  await db.start();
  const end = await deployment;
  console.log(`the deployment whose database lost power: ${messageOf(end)}`);
  told.length = 0;
  lab = await Lab.up(OPTIONS);
  // cdktf begins no stack after one has failed, so app-2 is made now if app-1 was slower than the load. Nothing is made anew.
  expect(machineEvents(told).filter((event) => event.endsWith("Destroying"))).toEqual([]);
  expect(await request(lab, "https", "/api/movie/1")).toMatchObject({ status: 200 });
  const [customers, movies, sessions] = await Promise.all(
    Object.keys(ROWS).map(async (table) => Number(await sql(`SELECT count(*) FROM ${table}`))),
  );
  expect({ customers, movies, sessions }).toEqual(ROWS);
}, 600_000);

it("changes app-1 and then app-2 in place, and users do not notice", async () => {
  let events: readonly string[] = [];
  const { summary, lateShare, failures, slow } = await whileUsersCome(lab, 60, async () => {
    events = await deploy(CHANGED_APPS);
  });
  const worst = `${summary.percentile(99).toFixed(0)} ms for 99 %, ${summary.maxMs.toFixed(0)} ms at most`;
  const late = `${(100 * lateShare).toFixed(1)} % of all were sent late and do not count`;
  console.log(
    [`${summary.requests} requests, ${summary.errors} failed; ${worst}; ${late}`, ...failures, ...slow].join("\n"),
  );
  expect(events).toEqual(changed("app-1", "app-2"));
  expect(failures).toEqual([]);
  expect(lateShare).toBeLessThan(0.1);
}, 600_000);

it.each(CHANGES.filter(({ id }) => id === "retention" || id === "nginx-refuses"))(
  "takes $id or refuses it under load, and users do not notice",
  async (change) => {
    let result: Result;
    let attempts = 0;
    // While it deploys, a machine that does much besides may not find the time to send the users' requests.
    do {
      result = await runChange(change, { lab, rate: 60, told, base: CHANGED_APPS });
      expect(waysOf(result).flatMap(({ failures }) => failures)).toEqual([]);
      expect(result.there.error ?? "").toMatch(change.refused ?? /^$/);
      expect(result.back?.error).toBeUndefined();
    } while (++attempts < 3 && !waysOf(result).every(hadTime));
    expect(held(result)).toBe(true);
  },
  600_000,
);

it("changes the size of the database's machine by a stop and a start, has its file system follow a larger disk, and keeps every row", async () => {
  const digests = async () =>
    Promise.all(
      Object.keys(ROWS).map((table) => sql(`SELECT md5(string_agg(t::text, ',' ORDER BY id)) FROM ${table} t`)),
    );
  const { body } = await request(lab, "https", "/api/session", { method: "POST", body: "{}" });
  const created = `/api/session/${String((JSON.parse(body) as { id: number }).id)}`;
  const before = { digests: await digests(), row: (await request(lab, "https", created)).body };

  expect(await deploy(CHANGED_DATABASE)).toEqual(changed("db"));
  const size = Number(
    await lab.machine("db").succeed("findmnt --noheadings --bytes --output SIZE /var/lib/postgresql"),
  );
  expect(size).toBeGreaterThan(39e9);
  expect({ digests: await digests(), row: (await request(lab, "https", created)).body }).toEqual(before);
}, 600_000);

it("is destroyed but for its data, and with the data when that is no longer protected", async () => {
  await lab.destroy();
  expect(await lab.status()).toMatchObject({ machines: [], counts: { yandex_compute_disk: 1 } });
  const config = readFileSync(paths.installation, "utf8");
  expect(config).toContain("protected: true");
  writeFileSync(paths.installation, config.replace("protected: true", "protected: false"));
  await lab.destroy();
  expect(await lab.status()).toMatchObject({ machines: [], counts: {} });
}, 300_000);

it("leaves nothing behind", async () => {
  await lab.down();
  expect(leftovers(name)).toEqual([]);
}, 60_000);
