import { LAST_SECONDS } from "../../../config/recycling";
import type { Fault } from "../fault";
import type { Site } from "../site";
import { APP_NODES } from "../../target/deployment";
import { giveLife, needsStandIn, takeLife } from "./stand-in";

const ROLE_ENV = "/etc/bingo/role.env";
const ASIDE = "/etc/bingo/role.env.before-drill";

/** Reads the installation's own times of an instance's life, and accelerates them; in seconds. */
async function accelerated(site: Site, faster: number) {
  const [node] = APP_NODES;
  const read = await site.machine(node).succeed(`. ${ROLE_ENV}; echo $RECYCLE_YOUNG_SECONDS $RECYCLE_OLD_SECONDS`);
  const [young = NaN, old = NaN] = read.trim().split(" ").map(Number);
  const lifetime = old + LAST_SECONDS;
  return {
    // One that is too young in its slot is old in the next.
    period: (old - young) / faster,
    life: { min: lifetime / faster, max: (1.25 * lifetime) / faster, death: "random" },
    young: young / faster,
    old: old / faster,
  } as const;
}

/** Left at the end of a slot for draining and restart, which are not accelerated. */
const RESTART_SECONDS = 3;

type Pace = Awaited<ReturnType<typeof accelerated>>;

/**
 * Starts all instances at the same moment and lets them age in an accelerated life. Recycling has to come before the moment
 * at which they would all die together.
 *
 * @param faster how many times faster: a minute has to be a multiple of the accelerated period of recycling
 * @param seconds how long they age
 */
export function bornTogether(faster: number, seconds: number): Fault {
  return {
    impossible: needsStandIn,
    async prepare(site) {
      const pace = await accelerated(site, faster);
      site.note(
        `all are born together, die at ${pace.life.min} to ${pace.life.max} s, slots are ${pace.period} s apart`,
      );
      await Promise.all(APP_NODES.map((machine) => accelerate(site, machine, pace)));
      const together = Math.ceil(site.clock.now() / 1000) + 1;
      await Promise.all(
        APP_NODES.map((machine) => {
          const names = site.instancesOf(machine).map(({ name }) => name);
          return site
            .machine(machine)
            .succeed(
              `sleep $(echo "${together} $EPOCHREALTIME" | awk '{ print $1 - $2 }'); for name in ${names.join(" ")}; do docker restart --time 1 $name & done; wait`,
            );
        }),
      );
    },
    inject(site) {
      site.note("all instances are left to age");
      return Promise.resolve();
    },
    lastsSeconds: seconds,
    async restore(site) {
      await Promise.all(APP_NODES.map((machine) => restore(site, machine)));
    },
  };
}

async function accelerate(site: Site, machine: string, { period, life, young, old }: Pace): Promise<void> {
  const instances = site.instancesOf(machine);
  const limits = { YOUNG: young, OLD: old, LAST_TRY: period / site.instances.length - RESTART_SECONDS };
  const edits = Object.entries(limits).map(
    ([name, seconds]) => `-e 's/^RECYCLE_${name}_SECONDS=.*/RECYCLE_${name}_SECONDS=${Math.floor(seconds)}/'`,
  );
  await site.machine(machine).succeed(
    `[[ -e ${ASIDE} ]] || cp --preserve ${ROLE_ENV} ${ASIDE}
     sed ${edits.join(" ")} ${ASIDE} >${ROLE_ENV}
     ${instances.map((instance) => `printf '[Timer]\\nOnCalendar=*:*:%s\\n' ${slot(site, instance.address, period)} >${slotFile(instance.name)}`).join("\n")}
     ${timersRestarted(instances.map(({ name }) => name))}`,
  );
  await giveLife(site, machine, instances, life);
}

async function restore(site: Site, machine: string): Promise<void> {
  const names = site.instancesOf(machine).map(({ name }) => name);
  await site.machine(machine).succeed(
    `[[ -e ${ASIDE} ]] || exit 0
     mv ${ASIDE} ${ROLE_ENV}
     while read -r name _ slot; do
       [[ $name == "#"* ]] || printf '[Timer]\\nOnCalendar=%s\\n' "$slot" >/etc/systemd/system/bingo-recycle@$name.timer.d/slot.conf
     done </etc/bingo/instances
     ${timersRestarted(names)}`,
  );
  await takeLife(site, machine);
}

/** The slots of an instance as seconds of the minute, for systemd's calendar. Nodes take turns, as in the installation. */
function slot(site: Site, address: string, period: number): string {
  const nodes = APP_NODES.map((machine) => site.instancesOf(machine));
  const perNode = Math.max(...nodes.map((own) => own.length));
  const turns = Array.from({ length: perNode }, (_, index) =>
    nodes.flatMap((own) => own.slice(index, index + 1)),
  ).flat();
  const turn = turns.findIndex((instance) => instance.address === address);
  const first = Math.floor((turn * period) / turns.length);
  return Array.from({ length: 60 / period }, (_, round) => String(first + round * period).padStart(2, "0")).join(",");
}

function slotFile(name: string): string {
  return `/etc/systemd/system/bingo-recycle@${name}.timer.d/slot.conf`;
}

function timersRestarted(names: readonly string[]): string {
  return `systemctl daemon-reload; systemctl restart ${names.map((name) => `bingo-recycle@${name}.timer`).join(" ")}`;
}
