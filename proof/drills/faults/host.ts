import { APP_NODES, DATABASE } from "../../target/deployment";
import { BEGIN_REBOOT } from "../../../script/reboot/reboot";
import type { Fault } from "../fault";
import type { Site } from "../site";
import { databaseAnswers } from "./database-answers";

const [NODE] = APP_NODES;
/** A boot empties its folder. */
const BEFORE_REBOOT = "/run/drill-before-reboot";

/** Stops a daemon under the instances of a node without ending it: for systemd it is still active. */
function daemonHangs(daemon: "dockerd" | "containerd", asked: string): Omit<Fault, "inject"> {
  return {
    lastsSeconds: 5,
    recovered: async (site) => (await replies(site, asked)) && site.everyInstanceAnswers(),
    async restore(site) {
      await site.machine(NODE).run(`kill -CONT $(pidof ${daemon})`);
    },
  };
}

// pidof -s: the oldest; each has threads, but no children of its name.
export const dockerdHangs: Fault = {
  ...daemonHangs("dockerd", "docker version"),
  sparesInstances: true,
  async inject(site) {
    await site.machine(NODE).succeed("kill -STOP $(pidof -s dockerd)");
    site.note(`${NODE}: dockerd stopped by SIGSTOP`);
  },
};

/** An instance ends meanwhile: dockerd never hears of that. */
export const containerdHangs: Fault = {
  ...daemonHangs("containerd", "ctr version"),
  async inject(site) {
    const { name } = site.instance(NODE);
    await site
      .machine(NODE)
      .succeed(
        `pid=$(docker inspect --format '{{.State.Pid}}' ${name}); kill -STOP $(pidof -s containerd); kill -KILL $pid`,
      );
    site.note(`${NODE}: containerd stopped by SIGSTOP, then ${name} killed`);
  },
};

async function replies(site: Site, asked: string): Promise<boolean> {
  return (await site.machine(NODE).run(`timeout 3 ${asked}`)).status === 0;
}

/** Flushes all rules of a node's packet filter, as a start of nftables.service does. */
export const rulesFlushed: Fault = {
  sparesInstances: true,
  async inject(site) {
    await site.machine(NODE).succeed("nft flush ruleset");
    site.note(`${NODE}: nft flush ruleset`);
  },
  lastsSeconds: 5,
  recovered: async (site) =>
    (await site.machine(NODE).run("nft list table inet bingo && nft list table inet bingo_metadata")).status === 0 &&
    (await site.everyInstanceAnswers()),
};

/** Reboots a node, as `npm run reboot` does. */
export const nodeRebooted: Fault = {
  async inject(site) {
    await site.machine(NODE).succeed(`touch ${BEFORE_REBOOT} && ${BEGIN_REBOOT}`);
    site.note(`${NODE}: reboots`);
  },
  lastsSeconds: 5,
  recovered: async (site) => {
    // It is not there for a moment.
    const booted = await site
      .machine(NODE)
      .run(`test ! -e ${BEFORE_REBOOT}`)
      .then(
        ({ status }) => status === 0,
        () => false,
      );
    return booted && site.everyInstanceAnswers();
  },
};

/** Services that run, but for those of the packages' own moment and of people who are logged in. */
const RUNNING =
  "systemctl list-units --type=service --state=running --plain --no-legend | awk '$1 !~ /^(drill|user@|session)/ { print $1 }'";

/**
 * Installs packages of a machine once more, by the program that installs security updates. What ran before has to run
 * again: packages stop their services, and not every one starts it (mtail 3.0.9).
 */
export function updated(machine: string, ...packages: readonly string[]): Fault {
  const unit = "drill-update";
  const running = async (site: Site): Promise<readonly string[]> =>
    (await site.machine(machine).succeed(RUNNING)).split("\n").filter(Boolean);
  const state = async (site: Site): Promise<string> =>
    (await site.machine(machine).run(`systemctl show --property=ActiveState --value ${unit}`)).stdout.trim();
  let before: readonly string[] = [];
  const stopped = async (site: Site): Promise<readonly string[]> => {
    const now = await running(site);
    return before.filter((service) => !now.includes(service));
  };
  return {
    sparesInstances: true,
    async inject(site) {
      before = await running(site);
      const program = `/usr/local/sbin/bingo-update --reinstall ${packages.join(" ")}`;
      await site.machine(machine).succeed(`systemd-run --quiet --unit=${unit} ${program}`);
      site.note(`${machine}: ${packages.join(", ")} installed once more`);
    },
    lastsSeconds: 5,
    // One that has failed stays, and the drill with it.
    recovered: async (site) =>
      (await state(site)) === "inactive" && (await stopped(site)).length === 0 && (await site.everyInstanceAnswers()),
    async restore(site) {
      const services = await stopped(site);
      if (services.length > 0) site.note(`${machine}: does not run any more: ${services.join(", ")}`);
      await site.machine(machine).run(`systemctl stop ${unit}; systemctl reset-failed ${unit}`);
    },
  };
}

/** Removes a container and its image, as somebody does who cleans up. */
export const instanceRemoved: Fault = {
  async inject(site) {
    const { name } = site.instance(NODE);
    await site.machine(NODE).succeed(`docker rm --force ${name}; docker image rm --force bingo`);
    site.note(`${NODE}: ${name} and the image removed`);
  },
  lastsSeconds: 5,
};

/** Stops all processes of PostgreSQL and pgbouncer without ending them, as a disk does that does not answer. */
export function databaseHangs(seconds: number): Fault {
  const signal = (name: string): string => `pkill --signal ${name} '^(postgres|pgbouncer)$'`;
  return {
    sparesInstances: true,
    async inject(site) {
      await site.machine(DATABASE).succeed(signal("STOP"));
      site.note(`${DATABASE}: PostgreSQL and pgbouncer stopped by SIGSTOP`);
    },
    lastsSeconds: seconds,
    async heal(site) {
      await site.machine(DATABASE).succeed(signal("CONT"));
      site.note(`${DATABASE}: SIGCONT`);
    },
    recovered: databaseAnswers,
    async restore(site) {
      await site.machine(DATABASE).run(signal("CONT"));
    },
  };
}

/** Stops PostgreSQL while pgbouncer goes on taking connections; longer than instances live without being recycled. */
export function postgresStopped(seconds: number): Fault {
  return {
    async inject(site) {
      await site.machine(DATABASE).succeed("systemctl stop postgresql@17-main");
      site.note(`${DATABASE}: PostgreSQL stopped`);
    },
    lastsSeconds: seconds,
    async heal(site) {
      await site.machine(DATABASE).succeed("systemctl start postgresql@17-main");
      site.note(`${DATABASE}: PostgreSQL started`);
    },
    recovered: databaseAnswers,
    async restore(site) {
      await site.machine(DATABASE).succeed("systemctl start postgresql@17-main");
    },
  };
}
