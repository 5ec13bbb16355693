import type { Fault } from "../fault";
import type { Site } from "../site";
import { APP_NODES } from "../../target/deployment";
import { giveLife, type Life, needsStandIn, takeLife } from "./stand-in";

/**
 * Ways to die, and the seconds until the instance should be back, which are fewer than the life of its successor. A leak takes
 * some seconds until it meets the limit; a sick instance is seen after two checks.
 */
const WAYS: readonly (readonly [way: Life["death"], returnSeconds: number])[] = [
  ["exit0", 3],
  ["panic", 3],
  ["leak", 6],
  ["sick", 6],
];
const AGE_SECONDS = 6;

/** Lets an instance reach the end of its life, in each way in turn, alternating between the nodes. */
export const oldAge: Fault = {
  impossible: needsStandIn,
  async inject(site) {
    for (const [index, [death, returnSeconds]] of WAYS.entries()) {
      const [node, other] = index % 2 === 0 ? APP_NODES : [APP_NODES[1], APP_NODES[0]];
      // The one that died before gets its own life back; both replacements are drained.
      await Promise.all([mortal(site, node, death), takeLife(site, other)]);
      await site.pause(returnSeconds);
    }
    // The successor of the last one would die in the steady load that follows, and not be back at its end.
    await restore(site);
  },
  lastsSeconds: 0,
  restore,
};

/** Gives an instance of a node a short life, and waits for its end. */
async function mortal(site: Site, node: string, death: Life["death"]): Promise<void> {
  const instance = site.instance(node);
  await giveLife(site, node, [instance], { min: AGE_SECONDS, max: AGE_SECONDS, death });
  const started = await site
    .machine(node)
    .succeed(`date -d "$(docker inspect --format '{{.State.StartedAt}}' ${instance.name})" +%s.%N`);
  await site.pause(Math.max(0, Number(started) + AGE_SECONDS - site.clock.now() / 1000));
  site.note(`${instance.name} on ${node} reaches its end: ${death}`);
}

async function restore(site: Site): Promise<void> {
  for (const machine of APP_NODES) await takeLife(site, machine);
}
