import type { Shell } from "../../lab";
import { startDockerEvents } from "../drills/events/watch";
import { giveLife } from "../drills/faults/stand-in";
import type { Instance, Site } from "../drills/site";
import { APP_NODES, EDGE, MACHINES } from "../target/deployment";
import { type OwnLimits, type Pace, paceOf, slotSeconds } from "./pace";

/**
 * Seconds between two refreshes of /long_dummy. Its answer takes three, and one that is not there when the next refresh is due is
 * lost: with an interval of three nothing was stored, and users met an expired answer every 40 s.
 */
const REFRESH_SECONDS = 5;

/** Drop-ins that last until the machine is started again. */
const RUNTIME = "/run/systemd/system";
const ROLE_ENV = "/etc/bingo/role.env";
const FAST_ENV = "/run/bingo-months.env";
const NGINX_CONF = "/etc/nginx/nginx.conf";

/** Makes the machines of a lab live faster, until they are started again. @returns how much */
export async function accelerate(site: Site, deathShare: number): Promise<Pace> {
  const [node] = APP_NODES;
  const pace = paceOf(await ownLimits(site.machine(node)), deathShare);
  await Promise.all(MACHINES.map((machine) => forceRotation(site.machine(machine))));
  await refreshOften(site.machine(EDGE));
  await Promise.all(APP_NODES.map((machine) => startDockerEvents(site.machine(machine))));
  // One node after the other: each replaces its containers.
  for (const machine of APP_NODES) {
    const { min, max } = pace.life;
    await giveLife(site, machine, site.instancesOf(machine), { min, max, death: "random", apart: true });
  }
  await Promise.all(APP_NODES.map((machine) => recycleOften(site, machine, pace)));
  return pace;
}

async function ownLimits(machine: Shell): Promise<OwnLimits> {
  const read = await machine.succeed(`. ${ROLE_ENV}; echo $RECYCLE_YOUNG_SECONDS $RECYCLE_OLD_SECONDS`);
  const [young = NaN, old = NaN] = read.trim().split(" ").map(Number);
  return { young, old };
}

/** The real unit and the real program, by faster slots and with limits of age that are scaled alike. */
async function recycleOften(site: Site, machine: string, { young, old, lastTry, period }: Pace): Promise<void> {
  const limits = Object.entries({ YOUNG: young, OLD: old, LAST_TRY: lastTry });
  const edits = limits.map(
    ([name, seconds]) => `-e 's/^RECYCLE_${name}_SECONDS=.*/RECYCLE_${name}_SECONDS=${seconds}/'`,
  );
  const own = site.instancesOf(machine);
  const timers = own.map((instance) => {
    const seconds = slotSeconds(turnOf(site, instance), site.instances.length, period);
    const slots = seconds.map((second) => String(second).padStart(2, "0")).join(",");
    return dropIn(`bingo-recycle@${instance.name}.timer`, `[Timer]\\nOnCalendar=\\nOnCalendar=*:*:${slots}`);
  });
  await site.machine(machine).succeed(
    `sed ${edits.join(" ")} ${ROLE_ENV} >${FAST_ENV}
     ${dropIn("bingo-recycle@.service", `[Service]\\nBindReadOnlyPaths=${FAST_ENV}:${ROLE_ENV}`)}
     ${timers.join("\n")}
     systemctl daemon-reload
     systemctl restart ${own.map(({ name }) => `bingo-recycle@${name}.timer`).join(" ")}`,
  );
}

/** The place of an instance among all; nodes take turns, as in the installation. */
function turnOf(site: Site, { machine, name }: Instance): number {
  const index = site.instancesOf(machine).findIndex((each) => each.name === name);
  return index * APP_NODES.length + APP_NODES.findIndex((node) => node === machine);
}

/** Has logrotate rotate whatever the size: in a run's few hours no log gets as large as its limit. */
async function forceRotation(machine: Shell): Promise<void> {
  const command = "[Service]\\nExecStart=\\nExecStart=/usr/sbin/logrotate --force /etc/logrotate.conf";
  // The timer stays away: it would rotate between the days.
  await machine.succeed(
    `${dropIn("logrotate.service", command)}; systemctl daemon-reload; systemctl stop logrotate.timer`,
  );
}

async function refreshOften(edge: Shell): Promise<void> {
  await edge.succeed(
    `sed -i 's/\\(js_periodic cache.refresh interval=\\)[0-9]*s;/\\1${REFRESH_SECONDS}s;/' ${NGINX_CONF}
     grep -q 'interval=${REFRESH_SECONDS}s;' ${NGINX_CONF}; /usr/local/sbin/bingo-reload-nginx`,
  );
}

function dropIn(unit: string, text: string): string {
  const folder = `${RUNTIME}/${unit}.d`;
  // Behind all others: 10-hardening.conf, slot.conf.
  return `mkdir -p '${folder}'; printf '${text}\\n' >'${folder}/zz-months.conf'`;
}
