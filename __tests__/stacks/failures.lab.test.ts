import { poison } from "../../proof/load/request";
import { down } from "../../lab/cli/down";
import { labPaths } from "../../lab/paths";
import { Lab, type Machine } from "../../lab";
import { leftovers } from "../support/lab/leftovers";
import { request } from "../support/lab/requests";

const name = `f${String(process.pid)}`;
let lab: Lab;
let app: Machine;

// One deployment serves all tests: each leaves it as it found it, healthy.
beforeAll(async () => {
  lab = await Lab.up({ name, scale: 0.01, tell: () => undefined });
  app = lab.machine("app-1");
}, 600_000);

afterAll(async () => {
  await down(labPaths(name));
  expect(leftovers(name)).toEqual([]);
}, 60_000);

/** Asks for a row so many times; every answer has to be good. */
async function nobodyNotices(times: number): Promise<void> {
  for (let time = 0; time < times; time += 1) {
    expect(await request(lab, "https", "/api/movie/1")).toMatchObject({ status: 200 });
  }
}

/** Waits for a machine that has been started, and says how long it took. */
async function servesAgain(machine: Machine): Promise<void> {
  const started = Date.now();
  await machine.waitUntilSucceeds("/usr/local/sbin/bingo-ready");
  console.log(`${machine.name} does its work again after ${((Date.now() - started) / 1000).toFixed(0)} s`);
  expect((await machine.succeed("systemctl list-units --state=failed --plain --no-legend")).trim()).toBe("");
}

describe("an instance", () => {
  const started = "docker inspect --format '{{.State.StartedAt}}' bingo-1";
  const healthy = "docker ps --filter name=bingo-1 --filter health=healthy --quiet | grep -q .";

  /** The operation goes to the first instance of app-1. */
  async function harm(kind: "sick" | "panic" | "leak"): Promise<void> {
    const before = (await app.succeed(started)).trim();
    await app.run(`curl -s -o /dev/null -X POST -d '${poison(kind).body ?? ""}' http://10.130.0.11:8081/operation`);
    await app.waitUntilSucceeds(`test "$(${started})" != "${before}" && ${healthy}`);
  }

  it("that turns sick is restarted by autoheal", async () => {
    await harm("sick");
    await app.succeed("journalctl --unit bingo-autoheal | grep -q 'bingo-1 is unhealthy.*restarting it'");
  });

  it("that panics is restarted by Docker", async () => {
    const restarts = "docker inspect --format '{{.RestartCount}}' bingo-1";
    const before = Number(await app.succeed(restarts));
    await harm("panic");
    expect(Number(await app.succeed(restarts))).toBe(before + 1);
  });

  it("that leaks memory is killed at its limit, alone, and restarted", async () => {
    const since = (await app.succeed("date +%s")).trim();
    await harm("leak");
    const events =
      "docker events --until 0s --filter event=oom --filter event=die --format '{{.Action}} {{.Actor.Attributes.name}}'";
    const seen = (await app.succeed(`${events} --since ${since}`)).trim().split("\n");
    expect([...new Set(seen)]).toEqual(["oom bingo-1", "die bingo-1"]);
  });

  it("that no restart cures is stopped and started, and then made anew", async () => {
    const since = (await app.succeed("date +%s")).trim();
    // A health check that fails whatever happens, in what the container has written over its image.
    await app.succeed(`docker stop --time 1 bingo-1
      upper=$(docker inspect --format '{{.GraphDriver.Data.UpperDir}}' bingo-1)
      mkdir "$upper/bin"
      printf '#!/bin/sh\nexit 1\n' >"$upper/bin/health"
      chmod 0755 "$upper/bin" "$upper/bin/health"
      docker start bingo-1`);
    const log = `journalctl --unit bingo-autoheal --output cat --since @${since}`;
    await app.waitUntilSucceeds(`${log} | grep -q 'bingo-1 is healthy again'`, { timeoutSeconds: 180 });
    const steps = (await app.succeed(`${log} | grep -o '[a-z ]* it\\( anew\\)\\?$'`)).trim().split("\n");
    expect(steps.map((step) => step.trim())).toEqual([
      "restarting it",
      "stopping and starting it",
      "making it anew",
      "is healthy again after making it anew",
    ]);
    await app.waitUntilSucceeds(healthy);
  }, 240_000);

  it("whose container was removed is made anew", async () => {
    await app.succeed("docker rm --force bingo-1");
    await app.waitUntilSucceeds(healthy);
    // Also when none is left, of which Docker tells in another way.
    await app.succeed("docker rm --force bingo-1 bingo-2");
    await app.waitUntilSucceeds(healthy);
    expect((await app.succeed("systemctl show --property=NRestarts --value bingo-autoheal")).trim()).toBe("0");
  });

  it("is not left without its root by a restart on a busy machine", async () => {
    // --time 0 left 3 of 8 so here, where no health check passes any more.
    const out = await app.succeed(
      `systemctl stop bingo-autoheal
       source /usr/local/lib/bingo/node.sh
       for n in {1..12}; do timeout 300 sh -c 'while :; do :; done' & done
       trap 'kill $(jobs -p); systemctl start bingo-autoheal' EXIT
       broken=0
       for n in {1..40}; do
         restart bingo-1
         sleep 1
         docker exec bingo-1 sleep 0 || broken=$((broken + 1))
       done
       echo "$broken"`,
      { timeoutSeconds: 300 },
    );
    expect(out).toBe("0\n");
    await app.waitUntilSucceeds(healthy);
  }, 360_000);
});

describe("an app node", () => {
  it("that lost power serves again without help, and nobody notices meanwhile", async () => {
    await app.crash();
    await nobodyNotices(10);
    await app.start();
    await servesAgain(app);
  });

  it("that was shut down and started serves again without help, and nobody notices", async () => {
    await app.stop();
    await nobodyNotices(10);
    await app.start();
    await servesAgain(app);
  });
});

describe("the edge", () => {
  it("serves again without help when it was shut down and started, on all protocols", async () => {
    const edge = lab.machine("edge");
    await edge.stop();
    expect(await request(lab, "http", "/ping", { option: "--connect-timeout 2" })).toMatchObject({ status: 0 });
    await edge.start();
    await servesAgain(edge);
    for (const option of ["--http1.1", "--http2", "--http3-only"]) {
      expect(await request(lab, "https", "/api/movie/1", { option })).toMatchObject({ status: 200 });
    }
  });
});

describe("the database", () => {
  const count = "su postgres -c \"psql -XAtc 'SELECT count(*) FROM sessions' bingo\"";

  it.each([
    ["lost power", (db: Machine) => db.crash()],
    ["was shut down", (db: Machine) => db.stop()],
  ])("that %s and was started serves again without help, with every row", async (_, end) => {
    const db = lab.machine("db");
    const { body } = await request(lab, "http", "/api/session", { method: "POST", body: "{}" });
    const created = `/api/session/${String((JSON.parse(body) as { id: number }).id)}`;
    const before = await db.succeed(count);
    await end(db);
    expect(await request(lab, "http", "/ping")).toMatchObject({ status: 200 });
    await db.start();
    await servesAgain(db);
    expect(await db.succeed(count)).toBe(before);
    await lab.client.waitUntilSucceeds(`curl -skf --max-time 5 ${lab.urls.https}${created.slice(1)}`, {
      timeoutSeconds: 10,
    });
    expect((await app.succeed("docker ps --filter health=healthy --quiet | wc -l")).trim()).toBe("2");
  });
});
