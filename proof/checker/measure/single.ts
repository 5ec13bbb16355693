import type { Probe } from "../../acceptance/facts";
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

const EMAIL = /[\w.+%-]+@[\w.-]+\w/g;

/** Reads the e-mail addresses in the service's config. What form the answer has is not known. */
export async function config(checking: Checking): Promise<void> {
  checking.progress.begin("GET /config");
  const request: Request = { endpoint: "GET /config", method: "GET", path: "/config" };
  const [{ answer } = { answer: undefined }] = await probes(checking, [request]);
  if (!answer) return;
  const good = isGood(request, answer);
  const emails = good ? (answer.body.toString("utf8").match(EMAIL) ?? []) : [];
  checking.facts.config = { code: answer.error ?? String(answer.status), good, emails: [...new Set(emails)] };
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
