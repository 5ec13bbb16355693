import { down } from "../../lab/cli/down";
import { LabPaths } from "../../lab/cli/paths";
import { Lab } from "../../lab/testing";

/** Every machine, and what a machine of its role must have running. */
const UNITS: Readonly<Record<string, readonly string[]>> = {
  edge: ["nginx", "prometheus", "mtail", "prometheus-nginx-exporter"],
  "app-1": ["docker", "bingo", "bingo-autoheal", "bingo-fence"],
  "app-2": ["docker", "bingo", "bingo-autoheal", "bingo-fence"],
  db: ["postgresql@17-main", "pgbouncer", "prometheus-postgres-exporter", "prometheus-pgbouncer-exporter"],
};
const MACHINES = Object.keys(UNITS);
const COMMON = ["chrony", "ssh", "prometheus-node-exporter", "bingo-metadata-fence"];

const name = `i${String(process.pid)}`;
let lab: Lab;
const told: string[] = [];

// One deployment serves all tests: the story of an installation, in order.
beforeAll(async () => {
  lab = await Lab.up({ name, scale: 0.01, tell: (line) => told.push(line) });
}, 600_000);

// Also what a deployment that failed has left.
afterAll(async () => {
  await down(new LabPaths(name));
}, 60_000);

/** Status and version of a request from the internet's side. */
function request(url: string, ...options: string[]): Promise<string> {
  const command = ["curl", "--insecure", "--silent", "--max-time", "30", "--output", "/dev/null", ...options];
  return lab.client.succeed(`${command.join(" ")} --write-out '%{http_code} %{http_version} %{redirect_url}' ${url}`);
}

describe("a deployed installation", () => {
  it.each(MACHINES)("%s was set up without errors, and no unit of it has failed", async (name) => {
    const machine = lab.machine(name);
    const status = JSON.parse(await machine.succeed("cloud-init status --format=json")) as Record<string, unknown>;
    expect(status).toMatchObject({ status: "done", errors: [], recoverable_errors: {} });
    expect((await machine.succeed("systemctl list-units --state=failed --plain --no-legend")).trim()).toBe("");
    for (const unit of [...COMMON, ...(UNITS[name] ?? [])]) await machine.waitForUnit(unit);
  });

  it.each(MACHINES)("%s has the right time", async (name) => {
    await lab.machine(name).waitUntilSucceeds("chronyc -n tracking | grep -q 'Leap status *: Normal'");
  });

  it("answers over http without redirect, and over https by HTTP/1.1, HTTP/2 and HTTP/3", async () => {
    const { http, https } = lab.urls;
    expect(await request(http)).toBe("200 1.1 ");
    expect(await request(https, "--http1.1")).toBe("200 1.1 ");
    expect(await request(https, "--http2")).toBe("200 2 ");
    expect(await request(https, "--http3-only")).toBe("200 3 ");
  });

  it("caches /long_dummy and nothing else", async () => {
    const headers = (path: string) => lab.client.succeed(`curl -sk -o /dev/null -D - ${lab.urls.https}${path}`);
    expect(await headers("long_dummy")).toMatch(/^x-cache-status: HIT/im);
    for (const path of ["", "ping", "api/movie/1"]) expect(await headers(path)).not.toMatch(/^x-cache-status:/im);
  });

  it("is watched: every exporter answers Prometheus", async () => {
    const up = "http://127.0.0.1:9090/api/v1/query?query=count(up)-sum(up)";
    await lab.machine("edge").waitUntilSucceeds(`curl -sg '${up}' | grep -q ',"0"\\]'`);
  });

  it("is not changed by a second deployment", async () => {
    told.length = 0;
    await lab.deploy();
    expect(told.filter((line) => line.includes("No changes."))).toHaveLength(6);
    expect(told.filter((line) => /Creating\.\.\.|Destroying\.\.\.|Modifying\.\.\./.test(line))).toEqual([]);
  });
});

describe("nothing but what is meant to be reached", () => {
  it("is reachable from an app node, and only by root there the metadata", async () => {
    const app = lab.machine("app-1");
    const connect = (port: number) => `timeout 3 bash -c '</dev/tcp/10.130.0.20/${String(port)}' || exit 1`;
    await app.succeed(connect(6432));
    for (const port of [22, 5432, 9187]) await app.fail(connect(port));
    await app.fail("setpriv --reuid=nobody curl --silent --max-time 3 http://169.254.169.254/latest/user-data");
  });

  it("is reachable from within a bingo container, but the database", async () => {
    const inside = (command: string) => `docker exec bingo-1 /bin/sh -c '${command}'`;
    const app = lab.machine("app-1");
    await app.succeed(inside("nc -w 2 10.130.0.20 6432 -e /bin/true"));
    for (const target of ["8.8.8.8 80", "169.254.169.254 80", "10.130.0.20 22", "10.130.1.10 80", "10.130.0.11 9100"]) {
      await app.fail(inside(`nc -w 2 ${target} -e /bin/true`));
    }
  });
});

describe("an instance", () => {
  const healthy = "docker ps --filter name=bingo-1 --filter health=healthy --quiet | grep -q .";

  it.each([
    ["sick, is restarted by autoheal", '{"operation": 21474836490}'],
    ["panics, is restarted by Docker", '{"operation": 17179869190}'],
  ])(
    "%s",
    async (_, body) => {
      const app = lab.machine("app-1");
      const started = "docker inspect --format '{{.State.StartedAt}}' bingo-1";
      const before = await app.succeed(started);
      await app.run(`curl -s -o /dev/null -X POST -d '${body}' http://10.130.0.11:8081/operation`);
      await app.waitUntilSucceeds(`test "$(${started})" != "${before.trim()}" && ${healthy}`);
    },
    60_000,
  );
});

describe("a machine", () => {
  it("that lost power serves again without help, and nobody notices meanwhile", async () => {
    const app = lab.machine("app-1");
    await app.crash();
    for (let attempt = 0; attempt < 10; attempt += 1)
      expect(await request(`${lab.urls.https}api/movie/1`)).toMatch(/^200/);
    await app.start();
    await app.waitUntilSucceeds("/usr/local/sbin/bingo-ready");
  }, 120_000);
});
