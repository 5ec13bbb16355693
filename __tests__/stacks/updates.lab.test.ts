import { Lab } from "../../lab";
import { down } from "../../lab/cli/down";
import { labPaths } from "../../lab/paths";
import { labCurl } from "../../proof/acceptance/deployed";
import { askOverHttp3 } from "../../proof/acceptance/measure/http3";
import { wasClosed, whileUsersCome } from "../../proof/load/users";
import { leftovers } from "../support/lab/leftovers";

// An installation whose machines have the packages of before Debian's last security updates: those of the stable release,
// which has what was published up to its last point release. Which packages the security archive has newer changes with time.

const name = `u${String(process.pid)}`;
/** Programs that users depend on, by machine. */
const HELD = {
  "app-1": ["dockerd", "containerd"],
  "app-2": ["dockerd", "containerd"],
  edge: ["nginx", "haproxy"],
  db: ["postgres", "pgbouncer"],
} as const;
/** Packages that came from the security archive, each as the release has it. */
const OLDER =
  "dpkg-query --show --showformat='${Package}\\n' | xargs apt-cache policy |" +
  ' awk \'/^[^ ]/ { sub(/:$/, ""); name = $1 } /^ \\*\\*\\*/ { getline; if (/security/) print name "/trixie" }\'';
const GO_BACK =
  `DEBIAN_FRONTEND=noninteractive apt-get install --assume-yes --quiet --allow-downgrades $(${OLDER}) &&` +
  // As after a boot: what was replaced runs no more.
  " { systemctl restart $(needrestart -b -r l | sed -n 's/^NEEDRESTART-SVC: //p' | grep -vE '^(dbus|systemd|user@|getty)') || true; }";
const PENDING = "apt-get --simulate dist-upgrade | sed -n 's/^Inst \\([^ ]*\\) .*Debian-Security.*/\\1/p'";

let lab: Lab;

beforeAll(async () => {
  lab = await Lab.up({ name, scale: 0.01, tell: () => undefined });
}, 600_000);

afterAll(async () => {
  await down(labPaths(name));
  expect(leftovers(name)).toEqual([]);
}, 60_000);

it.each(Object.entries(HELD))(
  "%s takes all security updates under load, and users do not notice",
  async (machine, programs) => {
    const host = lab.machine(machine);
    await host.succeed(GO_BACK, { timeoutSeconds: 300 });
    await everyInstanceWell();
    // nginx's package has its own way to upgrade, which half of HTTP/3 does not survive (decision 16).
    if (machine === "edge") await answersOverHttp3();
    const pending = (await host.succeed(PENDING)).trim().split("\n").filter(Boolean);
    console.log(`${machine}: ${String(pending.length)} updates: ${pending.join(" ")}`);

    const { summary, failures, lateShare } = await whileUsersCome(lab, 60, async () => {
      await host.succeed("systemctl start bingo-update.service", { timeoutSeconds: 400 });
    });
    console.log(`${machine}: ${String(summary.errors)} of ${String(summary.requests)} failed`);
    const closed = machine === "edge" ? failures.filter(wasClosed) : [];
    expect(failures.filter((failure) => !closed.includes(failure))).toEqual([]);
    expect(closed.length).toBeLessThanOrEqual(3);
    expect(lateShare).toBeLessThan(0.1);

    expect((await host.succeed(PENDING)).trim()).toBe("");
    if (machine === "edge") await answersOverHttp3();
    for (const program of programs) {
      const links = await host.succeed(`pidof ${program} | xargs -n 1 | sed 's,.*,/proc/&/exe,' | xargs readlink`);
      expect(links.trim()).not.toBe("");
      expect(links).not.toContain("(deleted)");
    }
  },
  500_000,
);

/** As the acceptance asks, which allows one lost handshake of 40. Where half of the sockets are read by nobody, 20 of 40 are answered. */
async function answersOverHttp3(): Promise<void> {
  const subject = { curl: labCurl(lab), https: new URL(lab.urls.https).origin };
  const { asked, answered, complaint } = await askOverHttp3(subject);
  console.log(`HTTP/3: ${String(answered)} of ${String(asked)} answered ${complaint ?? ""}`);
  expect(answered).toBeGreaterThanOrEqual(39);
}

async function everyInstanceWell(): Promise<void> {
  for (const machine of Object.keys(HELD))
    await lab.machine(machine).waitUntilSucceeds("/usr/local/sbin/bingo-ready", { timeoutSeconds: 120 });
}

/** Behind a deployment on a busy machine, which must have ended by then. */
const WINDOW_MS = 5 * 60_000;
const BOOT = "cat /proc/sys/kernel/random/boot_id";

it("app-1 reboots by itself in the window of the config, by the clock, and users do not notice", async () => {
  const from = new Date(Date.now() + WINDOW_MS).toISOString().slice(11, 16);
  if (from > "22:59") {
    console.log(`a window from ${from} on would end behind midnight: not tried`);
    return;
  }
  const node = lab.machine("app-1");
  const first = await node.succeed(BOOT);
  await node.succeed("touch /run/reboot-required");
  await lab.deploy({ updates: { rebootWindow: { from } } });
  expect(await node.succeed(BOOT)).toBe(first);

  const { summary, failures } = await whileUsersCome(lab, 30, async () => {
    await node.waitUntilSucceeds(`test "$(${BOOT})" != ${first.trim()}`, { timeoutSeconds: 400 });
    await everyInstanceWell();
  });
  console.log(`the window: ${String(summary.errors)} of ${String(summary.requests)} failed`);
  expect(failures).toEqual([]);
  // It began with the minute.
  const began = await node.succeed("journalctl --boot=-1 --unit bingo-reboot-window --output=short-iso --no-pager");
  expect(began).toContain(`T${from}:0`);
}, 900_000);

it("has all its instances well afterwards, and no unit that has failed", async () => {
  await everyInstanceWell();
  for (const machine of Object.keys(HELD)) {
    const failed = await lab.machine(machine).succeed("systemctl list-units --state=failed --plain --no-legend");
    expect(failed.trim()).toBe("");
  }
});
