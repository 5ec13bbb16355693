import type { Fault } from "../fault";
import type { Site } from "../site";
import { APP_NODES } from "../../target/deployment";

const [NODE] = APP_NODES;

/** Kills one instance with SIGKILL. */
export const instanceKilled: Fault = signalled("KILL");

/** Stops one instance without ending it: it takes connections, and answers nothing. */
export const instanceHangs: Fault = {
  ...signalled("STOP"),
  async restore(site) {
    await site.machine(NODE).run(`kill -CONT ${pidOf(site)}`);
  },
};

function signalled(signal: string): Fault {
  return {
    async inject(site) {
      await site.machine(NODE).succeed(`kill -${signal} ${pidOf(site)}`);
      site.note(`${NODE}: ${site.instance(NODE).name} gets SIG${signal}`);
    },
    lastsSeconds: 3,
  };
}

function pidOf(site: Site): string {
  return `$(docker inspect --format '{{.State.Pid}}' ${site.instance(NODE).name})`;
}
