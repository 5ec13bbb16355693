import { Lab } from "../../lab";
import { down } from "../../lab/cli/down";
import { labPaths } from "../../lab/paths";
import { whileUsersCome } from "../../proof/load/users";
import { leftovers } from "../support/lab/leftovers";

// An installation whose machines booted before Debian's last security updates: the packages of its stable release, which
// has what was published up to its last point release. Which packages the security archive has newer changes with time.

const name = `u${String(process.pid)}`;
/** Programs that users depend on, by machine. */
const HELD = {
  "app-1": ["dockerd", "containerd"],
  "app-2": ["dockerd", "containerd"],
  edge: ["nginx", "haproxy"],
  db: ["postgres", "pgbouncer"],
} as const;
const PENDING = "apt-get --simulate dist-upgrade | sed -n 's/^Inst \\([^ ]*\\) .*Debian-Security.*/\\1/p'";
/** Idle connections that nginx closes as its successor takes over: see docs/drills.md, How it is measured. */
const CLOSED = /ECONNRESET|EPIPE|socket hang up|closed/;

let lab: Lab;

beforeAll(async () => {
  lab = await Lab.up({ name, scale: 0.01, app: "proof/changes/altered.ts older-debian", tell: () => undefined });
}, 600_000);

afterAll(async () => {
  await down(labPaths(name));
  expect(leftovers(name)).toEqual([]);
}, 60_000);

it.each(Object.entries(HELD))(
  "%s takes all security updates under load, and users do not notice",
  async (machine, programs) => {
    const host = lab.machine(machine);
    await host.succeed("sed -i /Default-Release/d /etc/apt/apt.conf.d/60bingo");
    const pending = (await host.succeed(PENDING)).trim().split("\n").filter(Boolean);
    console.log(`${machine}: ${String(pending.length)} updates: ${pending.join(" ")}`);

    const { summary, failures, lateShare } = await whileUsersCome(lab, 60, async () => {
      await host.succeed("systemctl start bingo-update.service", { timeoutSeconds: 400 });
    });
    console.log(`${machine}: ${String(summary.errors)} of ${String(summary.requests)} failed`);
    const closed = machine === "edge" ? failures.filter((failure) => CLOSED.test(failure)) : [];
    expect(failures.filter((failure) => !closed.includes(failure))).toEqual([]);
    expect(closed.length).toBeLessThanOrEqual(3);
    expect(lateShare).toBeLessThan(0.1);

    expect((await host.succeed(PENDING)).trim()).toBe("");
    for (const program of programs) {
      const links = await host.succeed(`pidof ${program} | xargs -n 1 | sed 's,.*,/proc/&/exe,' | xargs readlink`);
      expect(links.trim()).not.toBe("");
      expect(links).not.toContain("(deleted)");
    }
  },
  500_000,
);

it("has all its instances well afterwards, and no unit that has failed", async () => {
  for (const machine of Object.keys(HELD)) {
    await lab.machine(machine).waitUntilSucceeds("/usr/local/sbin/bingo-ready", { timeoutSeconds: 60 });
    const failed = await lab.machine(machine).succeed("systemctl list-units --state=failed --plain --no-legend");
    expect(failed.trim()).toBe("");
  }
});
