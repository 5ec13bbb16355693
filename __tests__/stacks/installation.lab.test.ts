import { join } from "node:path";
import execa from "execa";
import { PORTS } from "../../cloud-init/ports";
import { PROJECT_ROOT } from "../../config/paths";
import { down } from "../../lab/cli/down";
import { labPaths } from "../../lab/paths";
import { Lab } from "../../lab";
import { findUsersEngine } from "../../lab/engine/engine";
import { StackOutputs } from "../../proof/target/outputs";
import { preparedRows, sql } from "../../proof/target/sql";
import { sshDeployment } from "../../proof/target/ssh";
import { ENDPOINTS } from "../support/lab/endpoints";
import { longDummyAges } from "../support/lab/long-dummy";
import { COMMON_UNITS, complaints, MACHINE_NAMES, roleOf, UNITS } from "../support/lab/machines";
import {
  inContainer,
  labelOf,
  type Place,
  Reachability,
  table,
  type Target,
  tcp,
  udp,
} from "../support/lab/reachability";
import { machineEvents } from "../support/lab/events";
import { leftovers } from "../support/lab/leftovers";
import { request } from "../support/lab/requests";
import { SANDBOXES, sandboxesIn } from "../support/lab/sandboxes";

/** Where this machine is to all labs: their clients in the internet are elsewhere, in 198.18.0.0/16. */
const ADMINISTRATORS = ["198.19.0.0/16"];

const name = `i${String(process.pid)}`;
let lab: Lab;
const told: string[] = [];
let ages: Promise<readonly number[]>;

// One deployment serves all tests: the story of an installation that nothing happens to, in order.
beforeAll(async () => {
  lab = await Lab.up({
    name,
    scale: 0.01,
    overrides: { ssh: { sources: ADMINISTRATORS } },
    tell: (line) => told.push(line),
  });
  ages = longDummyAges(lab, 65);
  ages.catch(() => undefined);
}, 600_000);

afterAll(async () => {
  await down(labPaths(name));
  expect(leftovers(name)).toEqual([]);
}, 60_000);

describe("a machine", () => {
  it.each(MACHINE_NAMES)("%s was set up without errors and warnings, and no unit of it has failed", async (name) => {
    const machine = lab.machine(name);
    const status = JSON.parse(await machine.succeed("cloud-init status --format=json")) as Record<string, unknown>;
    expect(status).toMatchObject({ status: "done", errors: [], recoverable_errors: {} });
    expect(await complaints(machine)).toEqual([]);
    expect((await machine.succeed("systemctl list-units --state=failed --plain --no-legend")).trim()).toBe("");
    for (const unit of [...COMMON_UNITS, ...UNITS[roleOf(name)]]) await machine.waitForUnit(unit);
  });

  it.each(MACHINE_NAMES)("%s has the right time", async (name) => {
    await lab.machine(name).waitUntilSucceeds("chronyc -n tracking | grep -q 'Leap status *: Normal'");
  });

  it.each(MACHINE_NAMES)("%s keeps its services in their sandboxes, as the kernel says", async (name) => {
    const printed = await lab.machine(name).succeed("python3 -", { input: SANDBOXES, timeoutSeconds: 120 });
    const { lacking, services } = sandboxesIn(printed);
    expect(services).toBeGreaterThan(UNITS[roleOf(name)].length);
    // Limits of memory need control groups of version 2, which a machine of a kernel of its own has: role.vm.test.ts.
    expect(lacking.filter((line) => !line.includes("MemoryMax"))).toEqual([]);
  });

  it("is watched: every exporter answers Prometheus", async () => {
    const up = "http://127.0.0.1:9090/api/v1/query?query=count(up)-sum(up)";
    await lab.machine("edge").waitUntilSucceeds(`curl -sg '${up}' | grep -q ',"0"\\]'`);
  });
});

describe("the instances", () => {
  it.each(["app-1", "app-2"])(
    "on %s say by their host names where they are, and which bingo they run",
    async (name) => {
      const machine = lab.machine(name);
      const names = "for i in 1 2; do docker inspect --format '{{.Config.Hostname}}' bingo-$i; done";
      expect((await machine.succeed(names)).trim().split("\n")).toEqual([`${name}-bingo-1`, `${name}-bingo-2`]);
      expect(await machine.succeed("journalctl --unit bingo --output=cat")).toMatch(
        /bingo version says: .*20231121T1537/,
      );
    },
  );

  it("of a node that has never served are not made with a binary other than the database machine's", async () => {
    const [database, node] = [lab.machine("db"), lab.machine("app-2")];
    const metric = "/var/lib/prometheus/node-exporter/bingo-binary.prom";
    await database.succeed(`sed -i 's/sha256="[0-9a-f]*"/sha256="0123"/' ${metric}`);
    await node.succeed("rm /var/lib/bingo/served && systemctl restart bingo.service");
    const refused = "sha256 of the binary: expected that of the database machine, 0123, found [0-9a-f]{64}";
    await node.waitUntilSucceeds(`journalctl --unit bingo --output=cat | grep -E '${refused}'`);
    await database.succeed("/usr/local/sbin/bingo-fetch");
    await node.waitUntilSucceeds("/usr/local/sbin/bingo-ready");
  });
});

describe("the deployment over SSH", () => {
  const { output } = labPaths(name);

  it("is opened with the outputs of its stacks, and its machines have the verbs of the lab's", async () => {
    const deployment = await sshDeployment(new StackOutputs(output, await findUsersEngine()));
    try {
      expect(`${deployment.service.url}/`).toBe(lab.urls.https);
      for (const machine of MACHINE_NAMES) {
        const said = deployment.machine(machine).succeed("id -un; hostname; cat", { input: "it's\n" });
        expect(await said).toBe(`root\n${machine}\nit's\n`);
      }
      expect(await sql(deployment.machine("db"), "SELECT 'a', 1 UNION SELECT 'b', 2 ORDER BY 1")).toEqual([
        "a|1",
        "b|2",
      ]);
      expect((await preparedRows(deployment.machine("db"))).sessions).toBe(50_000);
      const failure = deployment.machine("app-1").succeed("echo 'no luck' >&2; exit 3");
      await expect(failure).rejects.toThrow(
        /^app-1: expected .*\nfound status 3\nstderr: no luck\nlast log lines of app-1:\n/,
      );
    } finally {
      await deployment.close();
    }
  });

  it("is entered by script/ssh, which passes on input, output and status", async () => {
    const environment = { CDKTF_OUTDIR: output, TERRAFORM_BINARY_NAME: await findUsersEngine() };
    const ssh = (...args: readonly string[]) =>
      execa(join(PROJECT_ROOT, "script", "ssh"), args, { env: environment, input: "it's", reject: false });
    expect(await ssh("app-2", "hostname; cat; exit 3")).toMatchObject({ stdout: "app-2\nit's", exitCode: 3 });
  });
});

describe("the service", () => {
  it.each([
    ["http", "--http1.1", "1.1"],
    ["https", "--http1.1", "1.1"],
    ["https", "--http2", "2"],
    ["https", "--http3-only", "3"],
  ] as const)("answers over %s with %s", async (scheme, option, version) => {
    expect(await request(lab, scheme, "/ping", { option })).toMatchObject({ status: 200, version, body: "pong" });
  });

  it.each(ENDPOINTS)("redirects $method $path nowhere, and does not cache it", async ({ path, ...options }) => {
    const answer = await request(lab, "http", path, options);
    expect(answer).toMatchObject({ status: 200, redirect: "" });
    if (path !== "/long_dummy") expect(Object.keys(answer.headers)).not.toContain("x-cache-status");
    else expect(answer.headers).toMatchObject({ "x-cache-status": ["HIT"] });
  });

  it("shows a session from when it is inserted until it is deleted", async () => {
    const { body } = await request(lab, "http", "/api/session", { method: "POST", body: "{}" });
    const path = `/api/session/${String((JSON.parse(body) as { id: number }).id)}`;
    expect(await request(lab, "http", path)).toMatchObject({ status: 200 });
    expect(await request(lab, "http", path, { method: "DELETE" })).toMatchObject({ status: 200, redirect: "" });
    expect(await request(lab, "http", path)).toMatchObject({ status: 404 });
  });

  it("has one answer in its cache", async () => {
    expect(await lab.machine("edge").succeed("find /var/lib/nginx/long_dummy -type f | wc -l")).toBe("1\n");
  });

  it("gives an answer of /long_dummy that is never a minute old, and renews it", async () => {
    const seen = await ages;
    console.log(`/long_dummy was between ${String(Math.min(...seen))} and ${String(Math.max(...seen))} s old`);
    expect(seen.length).toBeGreaterThan(50);
    expect(Math.max(...seen)).toBeLessThan(60);
    // It is younger than before, again and again.
    expect(seen.filter((age, index) => age < (seen[index - 1] ?? 0)).length).toBeGreaterThan(1);
  });
});

describe("what can be reached", () => {
  /** In use somewhere, some of them on loopback addresses only, or in use nowhere. */
  const TCP_PORTS = [...Object.values(PORTS), 8082, 23, 8080, 8083, 9999].sort((a, b) => a - b);
  const ALL_PORTS = [...tcp(...TCP_PORTS), ...udp(53, 123, 443)];
  const EVERYBODY = ["internet", ...MACHINE_NAMES];

  let reachability: Reachability;
  let machines: Target[];
  beforeAll(async () => {
    reachability = await Reachability.of(lab, name);
    machines = MACHINE_NAMES.flatMap((machine) => reachability.targets(machine, ALL_PORTS));
  });

  /** What all of them find at the targets, asked at the same time. */
  const measured = async (columns: readonly Place[], targets: readonly Target[]) => {
    const found = await Promise.all(columns.map((from) => reachability.found(from, targets)));
    return table(
      columns,
      targets,
      (from, target) => found[columns.indexOf(from)]?.[targets.indexOf(target)] ?? "silent",
    );
  };

  it("of the machines: these ports and no others, as the table of flows says", async () => {
    const expected = `
                         internet edge     app-1    app-2    db
edge 80/tcp              open     self     open     open     open
edge 443/tcp             open     self     open     open     open
edge 443/udp             open     self     -        -        -
app-1 22/tcp             -        open     self     -        -
app-1 8081/tcp           -        open     self     open     -
app-1 8082/tcp           -        open     self     open     -
app-1 9100/tcp           -        open     self     -        -
app-1 9323/tcp           -        open     self     -        -
app-2 22/tcp             -        open     -        self     -
app-2 8081/tcp           -        open     open     self     -
app-2 8082/tcp           -        open     open     self     -
app-2 9100/tcp           -        open     -        self     -
app-2 9323/tcp           -        open     -        self     -
db 22/tcp                -        open     -        -        self
db 6432/tcp              -        -        open     open     self
db 9100/tcp              -        open     open     open     self
db 9127/tcp              -        open     -        -        self
db 9187/tcp              -        open     -        -        self
`;
    const byFlows = (from: Place, to: Target) => (reachability.allowed(from, to) ? "open" : "silent");
    expect(table(EVERYBODY, machines, byFlows)).toBe(expected);
    expect(await measured(EVERYBODY, machines)).toBe(expected);
  });

  it("of the internet, names and metadata: this and nothing else, as the table of flows says", async () => {
    // Nobody listens on the internet's side: a refusal has come from there.
    const expected = `
                         edge     app-1    app-2    db
internet 80/tcp          refused  refused  refused  refused
internet 443/tcp         refused  refused  refused  refused
internet 123/udp         refused  refused  refused  refused
DNS 10.130.1.0/24 53/tcp open     open     open     open
DNS 10.130.1.0/24 53/udp open     open     open     open
DNS 10.130.0.0/24 53/tcp open     open     open     open
DNS 10.130.0.0/24 53/udp open     open     open     open
metadata 80/tcp          open     open     open     open
`;
    const outside = [...reachability.targets("internet", [...ALL_PORTS, ...tcp(25, 53)]), ...reachability.services()];
    const byFlows = (from: Place, to: Target) =>
      !reachability.allowed(from, to) ? "silent" : to.at === "internet" ? "refused" : "open";
    expect(table(MACHINE_NAMES, outside, byFlows)).toBe(expected);
    expect(await measured(MACHINE_NAMES, outside)).toBe(expected);
  });

  it("from inside a bingo container: the database, and everything else is refused at once", async () => {
    const places = [...MACHINE_NAMES, "internet"];
    const bingosOwn: Target = { at: "8.8.8.8", address: "8.8.8.8", protocol: "tcp", port: 80 };
    const targets = [
      ...places.flatMap((place) => reachability.targets(place, tcp(...TCP_PORTS))),
      // The kernel refuses no more than six of them at once.
      ...reachability.targets("edge", udp(443)),
      ...reachability.targets("internet", udp(123)),
      ...reachability.services(),
      bingosOwn,
    ];
    const found = await reachability.found("app-1", targets, await inContainer(lab.machine("app-1")));
    expect(targets.filter((_, index) => found[index] !== "refused").map(labelOf)).toEqual(["db 6432/tcp"]);
  });

  it.each(MACHINE_NAMES)("of the metadata, on %s: everything for root, nothing for others", async (machine) => {
    const metadata = reachability.services().filter(({ at }) => at === "metadata");
    const as = (user: string) => reachability.found(machine, metadata, `setpriv --reuid=${user} --clear-groups`);
    expect([await as("root"), await as("nobody"), await as("ops")]).toEqual([["open"], ["refused"], ["refused"]]);
  });
});

it("is not changed by a second deployment", async () => {
  told.length = 0;
  await lab.deploy({ ssh: { sources: ADMINISTRATORS } });
  expect(told.filter((line) => line.includes("No changes."))).toHaveLength(6);
  expect(machineEvents(told)).toEqual([]);
});
