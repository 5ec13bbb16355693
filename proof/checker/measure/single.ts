import type { Probe } from "../../acceptance/facts";
import { configPage, CONFIG_REQUEST } from "../../acceptance/measure/config-page";
import { get, isGood, postRoot, type Request } from "../../load/request";
import type { Checking } from "../checking";

/** Visits the root, by GET and by POST. */
export async function root(checking: Checking): Promise<void> {
  checking.progress.begin("GET / and POST /");
  checking.facts.root = await probes(checking, [get("GET /"), postRoot()]);
}

/** Asks for signs of life. */
export async function pings(checking: Checking): Promise<void> {
  checking.progress.begin("GET /ping");
  const all = Array.from({ length: checking.plan.pings }, () => get("GET /ping"));
  checking.facts.pings = await probes(checking, all);
}

/** Reads the config that the service shows of itself. */
export async function config(checking: Checking): Promise<void> {
  checking.progress.begin("GET /config");
  const [found] = await probes(checking, [CONFIG_REQUEST]);
  if (found) checking.facts.config = configPage(found.answer);
}

/** Sends requests one after the other. */
function probes({ first, anyWay, progress }: Checking, requests: readonly Request[]): Promise<readonly Probe[]> {
  return first.withClient(anyWay, async (client) => {
    const found: Probe[] = [];
    for (const request of requests) {
      const answer = await first.exchange(client, request);
      progress.sample(isGood(request, answer));
      found.push({ path: `${request.method} ${request.path}`, answer });
    }
    return found;
  });
}
