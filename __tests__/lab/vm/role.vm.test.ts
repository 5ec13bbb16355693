import { PORTS } from "../../../cloud-init/ports";
import { Lab } from "../../../lab";
import { down } from "../../../lab/cli/down";
import { labPaths } from "../../../lab/paths";
import { until } from "../../../lab/until";
import { poison } from "../../../proof/load/request";
import { leftovers } from "../../support/lab/leftovers";
import { BootedMachine } from "../../support/vm/booted";

// An installation with one machine that is virtual, among containers: its own kernel, clock, AppArmor and control groups of
// version 2, with all that a deployment delivers and the peers that it serves.

/** A deployment, six boots and what is tried between them, each of several minutes where KVM does not work. */
jest.setTimeout(3 * 3600_000);

/** The machine that is virtual. */
const name = process.env["VM_MACHINE"] ?? "db";
const isNode = name.startsWith("app-");

/** Each look at its metrics takes a machine in software seconds of its processor. */
const overrides = { monitoring: { scrapeIntervalSeconds: 60 } };
const labName = `vm${String(process.pid % 10_000_000)}`;
let lab: Lab;
let machine: BootedMachine;

beforeAll(async () => {
  lab = await Lab.up({ name: labName, scale: 0.002, machines: `vm:${name}`, overrides });
  machine = BootedMachine.ofLab(lab, name);
});

afterAll(async () => {
  await down(labPaths(labName));
  expect(leftovers(labName)).toEqual([]);
});

describe(`${name}, as a virtual machine`, () => {
  it("was deployed, and nothing has failed", holds);

  it("has control groups of version 2 and AppArmor", async () => {
    expect(await machine.words("stat --file-system --format=%T /sys/fs/cgroup")).toBe("cgroup2fs");
    expect(await machine.words("aa-enabled")).toBe("Yes");
    if (!isNode) return;
    expect(await machine.words("docker info --format '{{.SecurityOptions}} {{.CgroupVersion}}'")).toMatch(
      /name=apparmor.* 2$/,
    );
    const profiles = "for pid in $(pidof bingo); do cat /proc/$pid/attr/current; done | sort | uniq --count";
    expect((await machine.words(profiles)).trim()).toBe("2 docker-default (enforce)");
  });

  it("has chrony set its clock, and no other", async () => {
    await clockFollows();
    expect(await machine.words("systemctl is-active systemd-timesyncd || true")).not.toBe("active");
  });

  it("ends the time service that Debian's image has when chrony takes its place", async () => {
    await machine.words("apt-get install --assume-yes --quiet systemd-timesyncd && rm /etc/bingo/set-up", 900);
    expect(await machine.words("systemctl is-active chrony systemd-timesyncd || true")).toMatch(/^inactive\nactive$/);
    await machine.words("bingo-await 1800", 1900);
    expect(await machine.words("systemctl is-active chrony systemd-timesyncd || true")).toMatch(/^active\ninactive$/);
  });

  it("has grown its own disk", async () => {
    expect(Number(await machine.words("df --output=size --block-size=1G / | tail -n 1"))).toBeGreaterThanOrEqual(19);
  });

  if (name === "db")
    it("grows its data disk as it runs", async () => {
      await lab.deploy({ ...overrides, machines: { database: { dataDisk: { sizeGb: 40 } } } });
      const size = "df --output=size --block-size=1G /var/lib/postgresql | tail -n 1";
      expect(Number(await machine.words(size))).toBeGreaterThanOrEqual(38);
    });

  if (name === "edge")
    it("has the kernel steer HTTP/3 to the worker of the connection", async () => {
      const loaded = "ls --format=single-column -l /proc/$(cat /run/nginx.pid)/fd | grep --count bpf-prog";
      expect(Number(await machine.words(loaded))).toBeGreaterThanOrEqual(1);
      await answers("--http3-only");
    });

  if (isNode)
    it("has the kernel end an instance that takes more memory than it may, and no other", async () => {
      const pids = async (): Promise<string[]> => (await machine.words("pidof bingo")).split(" ");
      const before = await pids();
      // It takes what an operation asks for until it is ended; see docs/bingo.md.
      const { address } = await lab.machine(name).status();
      const leak = `curl -sS -m 600 -d '${poison("leak").body ?? ""}' http://${address}:${PORTS.firstInstance}/operation || true`;
      await machine.words(leak, 700);
      await until(
        async () => {
          const found = await machine.words(
            "journalctl --boot --dmesg --no-pager --grep='Memory cgroup out of memory' || true",
          );
          return found === "" ? { found: "none in the kernel's log" } : { value: found };
        },
        `${name}: expected an instance that was ended for its memory`,
        { timeoutSeconds: 900, intervalSeconds: 5 },
      );
      await ready();
      expect((await pids()).filter((pid) => before.includes(pid))).toHaveLength(1);
    });

  it("survives a program that takes all its memory", async () => {
    const boot = await machine.bootId();
    const services = "systemctl list-units --type=service --state=running --plain --no-legend | grep --count .";
    const running = Number(await machine.words(services));
    // The kernel ends the largest: tail keeps a line that never ends. In a unit of its own, which ends with it.
    await machine.words("systemd-run --quiet --collect --wait tail /dev/zero || true", 900);
    const killed = "journalctl --boot --dmesg --no-pager --output=cat --grep='Out of memory: Killed process' || true";
    expect(await machine.words(killed)).toMatch(/\(tail\)/);
    await ready();
    expect(await machine.bootId()).toBe(boot);
    // A look at the clock may have been too slow meanwhile: its timer starts it again.
    await until(
      async () => {
        const found = await machine.failedUnits();
        return found === "" ? { value: undefined } : { found };
      },
      `${name}: expected no failed unit`,
      { timeoutSeconds: 300, intervalSeconds: 5 },
    );
    expect(Number(await machine.words(services))).toBeGreaterThanOrEqual(running);
    await answers();
  });

  it.each([
    ["an hour forward", "+1 hour"],
    ["an hour back", "-1 hour"],
  ])("goes on when its clock is set %s, and has the right time again within minutes", async (_, step) => {
    await machine.words(`date --set='${step}'`);
    await answers();
    const offset = async (): Promise<number> => Math.abs(Number(await machine.words("date +%s")) - Date.now() / 1000);
    await until(
      async () => {
        const found = await offset();
        return found < 60 ? { value: undefined } : { found: `${found.toFixed(0)} s off` };
      },
      `${name}: expected the time of its host`,
      { timeoutSeconds: 900, intervalSeconds: 10 },
    );
    await clockFollows();
    await ready();
    await answers();
    expect(await machine.failedUnits()).toBe("");
    // Timers run by this clock: none waits for an hour that was once ahead.
    await machine.words(
      "sleep 90; test $(($(date +%s) - $(stat --format=%Y /var/lib/prometheus/node-exporter/bingo-clock.prom))) -lt 80",
      300,
    );
  });

  it("boots again by itself", async () => {
    await machine.bootedAnew(() => machine.words("systemd-run --on-active=2 systemctl reboot"));
    await holds();
  });

  it("is back after its power was pulled", async () => {
    await machine.bootedAnew(async () => {
      await lab.machine(name).crash();
      await lab.machine(name).start();
    });
    await holds();
  });

  it.each([
    ["its kernel has panicked", "echo c >/proc/sysrq-trigger"],
    // systemd catches it, and then stands still.
    ["systemd hangs", "kill -SEGV 1"],
  ])("reboots by itself when %s", async (_, fault) => {
    await machine.bootedAnew(() => machine.words(`setsid sh -c 'sleep 2; ${fault}' >/dev/null 2>&1 &`));
    await holds();
  });
});

/** systemd 257 leaves /sys writable with ProtectKernelTunables; ours have more for it (hardening.conf). */
const DEBIANS = ["chrony.service", "systemd-resolved.service"].map((unit) => `${unit}: ProtectKernelTunables`);

/** What holds after every boot. */
async function holds(): Promise<void> {
  await ready();
  expect(await machine.failedUnits()).toBe("");
  expect(await machine.errors()).toEqual([]);
  expect((await machine.sandboxes()).lacking.filter((line) => !DEBIANS.includes(line))).toEqual([]);
  expect(await machine.words("cat /sys/class/watchdog/watchdog0/state")).toBe("active");
  await inForce();
  await answers();
}

/** Waits until the machine says that it does its work. */
async function ready(): Promise<void> {
  await lab
    .machine(name)
    .waitUntilSucceeds("/usr/local/sbin/bingo-ready", { timeoutSeconds: 1200, intervalSeconds: 5 });
}

/** A user gets a page from the database, within the edge's own time for it. */
async function answers(protocol = ""): Promise<void> {
  const ask = `curl --silent --show-error --fail --insecure ${protocol} --max-time 90 --retry 5 --retry-all-errors ${lab.urls.https}db_dummy`;
  await lab.client.succeed(ask, { timeoutSeconds: 600 });
}

async function clockFollows(): Promise<void> {
  await until(
    async () => {
      const leap = (await machine.words("chronyc -c tracking")).split(",").at(-1) ?? "nothing";
      return leap === "Normal" ? { value: leap } : { found: leap };
    },
    `${name}: expected a clock that follows`,
    { timeoutSeconds: 1200, intervalSeconds: 10 },
  );
}

/** The fences: root alone reaches the metadata service, where the user-data is, and an instance reaches nothing of the machine. */
async function inForce(): Promise<void> {
  const ask = "curl -sS -o /dev/null -w '%{http_code}' -m 60 http://169.254.169.254/latest/user-data";
  expect(await machine.words(ask)).toBe("200");
  expect(await machine.words(`runuser -u nobody -- ${ask} 2>/dev/null || true`)).toBe("000");
  if (!isNode) return;
  expect(await machine.words("systemctl is-active bingo-fence")).toBe("active");
  const within = ask.replace("-m 60", "-m 10");
  expect(await machine.words(`nsenter --net --target "$(pidof -s bingo)" ${within} 2>/dev/null || true`)).toBe("000");
}
