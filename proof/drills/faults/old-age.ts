import type { Fault } from "../fault";
import type { Site } from "../site";
import { APP_NODES } from "../../target/deployment";
import { giveLife, type Life, needsStandIn, takeLife } from "./stand-in";

/**
 * Ways to die, and the seconds that an instance is then given to come back; less than the life of its successor. A leak
 * takes some until it meets the limit, and a sick one is seen after two checks.
 */
const WAYS: readonly (readonly [way: Life["death"], returnSeconds: number])[] = [
  ["exit0", 3],
  ["exit1", 3],
  ["leak", 6],
  ["sick", 6],
];
const AGE_SECONDS = 6;

/** An instance reaches the end of its life, in one way after the other, on one node after the other. */
export const oldAge: Fault = {
  impossible: needsStandIn,
  async inject(site) {
    for (const [index, [death, returnSeconds]] of WAYS.entries()) {
      const [node, other] = index % 2 === 0 ? APP_NODES : [APP_NODES[1], APP_NODES[0]];
      // The one that died before gets a life of its own again; both replacements are drained.
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
  await site.pause(Math.max(0, Number(started) + AGE_SECONDS - Date.now() / 1000));
  site.note(`${instance.name} on ${node} reaches its end: ${death}`);
}

async function restore(site: Site): Promise<void> {
  for (const machine of APP_NODES) await takeLife(site, machine);
}
