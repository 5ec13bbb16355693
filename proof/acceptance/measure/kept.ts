import { hasRow } from "../../load/presence";
import { getSession } from "../../load/request";
import type { Measuring } from "./measuring";
import { remove } from "./loads";

const AT_ONCE = 10;
const SHOWN = 5;

/** Looks for every session whose creation was answered well, then deletes those of this run. */
export async function kept(measuring: Measuring): Promise<void> {
  const { promised } = measuring;
  measuring.progress.begin("sessions that have to be there", promised.length / measuring.plan.sustainedRate);
  const missing: number[] = [];
  await measuring.withClient(measuring.preferredWay(), async (client) => {
    for (let n = 0; n < promised.length; n += AT_ONCE) {
      const some = promised.slice(n, n + AT_ONCE);
      const answers = await Promise.all(some.map((id) => measuring.exchange(client, getSession(id))));
      answers.forEach((answer, index) => {
        measuring.progress.sample(hasRow(answer) === true);
        const id = some[index];
        if (hasRow(answer) === false && id !== undefined) missing.push(id);
      });
    }
  });
  await remove(measuring, [...measuring.created]);
  measuring.facts.kept = {
    expected: promised.length,
    found: promised.length - missing.length,
    missing: missing.slice(0, SHOWN),
  };
}
