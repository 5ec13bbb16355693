import { APP_NODES, EDGE } from "../../target/deployment";
import type { Fault } from "../fault";
import type { Site } from "../site";

/** Restarts all instances of both nodes in the same second, as an operator in a hurry would. */
export const allRestarted: Fault = {
  async inject(site) {
    const restarted = APP_NODES.map((node) => {
      const names = site.instancesOf(node).map(({ name }) => name);
      return site.machine(node).succeed(`docker restart --time 1 ${names.join(" ")}`);
    });
    site.note("all instances: docker restart");
    await Promise.all(restarted);
  },
  lastsSeconds: 5,
};

/** Stops all instances but one, then starts them again. */
export function allButOneStopped(seconds: number): Fault {
  const stopped = async (site: Site, line: string): Promise<void> => {
    const [kept] = site.instances.slice(-1);
    const acted = APP_NODES.map(async (node) => {
      const names = site.instancesOf(node).filter((instance) => instance !== kept);
      // A node may have the one instance that is kept.
      if (names.length > 0) await site.machine(node).succeed(`${line} ${names.map(({ name }) => name).join(" ")}`);
    });
    await Promise.all(acted);
  };
  return {
    async inject(site) {
      site.note("all instances but one: docker stop");
      await stopped(site, "docker stop --time 1");
    },
    lastsSeconds: seconds,
    async heal(site) {
      site.note("docker start");
      await stopped(site, "docker start");
    },
  };
}

/** Ends haproxy in three ways, one after the other: killed, restarted as by an upgrade, reloaded. */
export const haproxyEnded: Fault = {
  sparesInstances: true,
  async inject(site) {
    for (const line of [
      "systemctl kill --kill-whom=all --signal=KILL haproxy",
      "systemctl restart haproxy",
      "systemctl reload haproxy",
    ]) {
      site.note(`${EDGE}: ${line}`);
      await site.machine(EDGE).succeed(line);
      await site.pause(3);
    }
  },
  lastsSeconds: 2,
};
