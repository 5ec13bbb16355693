import { APP_NODES, EDGE } from "../../target/deployment";
import type { Fault } from "../fault";

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
