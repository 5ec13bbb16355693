import type { Fault } from "../fault";
import { APP_NODES } from "../../target/deployment";

/** Kills one instance with SIGKILL. */
export const instanceKilled: Fault = {
  async inject(site) {
    const { machine, name } = site.instance(APP_NODES[0]);
    await site.machine(machine).succeed(`kill -9 $(docker inspect --format '{{.State.Pid}}' ${name})`);
    site.note(`killed ${name} on ${machine}`);
  },
  lastsSeconds: 3,
};
