import type { Change } from "../../../proof/changes/change";
import { type Deployed, held, stepsIn } from "../../../proof/changes/run";

const CHANGE: Change = { id: "domain", title: "`domain`" };
const deployed = (failures: readonly string[], ...steps: readonly string[]): Deployed => ({
  ...{ steps, failures, requests: 3000, noticedSeconds: 0, lateShare: 0, seconds: 25 },
});
const RELOAD = "edge run /usr/local/sbin/bingo-reload-nginx";
const CLOSED = "22.9 s: GET /: UND_ERR_SOCKET after 3 ms";

describe("a change has held", () => {
  it("when nothing failed", () => {
    expect(held({ change: CHANGE, there: deployed([], RELOAD) })).toBe(true);
  });

  it("when nginx closed a connection as a request was sent into it", () => {
    expect(held({ change: CHANGE, there: deployed([CLOSED], RELOAD) })).toBe(true);
  });

  it.each<[string, Deployed]>([
    ["nginx was not reloaded", deployed([CLOSED], "edge reload haproxy.service")],
    ["there were many", deployed([CLOSED, CLOSED, CLOSED, CLOSED], RELOAD)],
    ["one failed otherwise", deployed([CLOSED, "23.0 s: GET /: status 502 after 3 ms"], RELOAD)],
  ])("not when %s", (_, there) => {
    expect(held({ change: CHANGE, there })).toBe(false);
  });
});

it("knows what machines did from what a deployment tells", () => {
  const told = [
    "   12 s  network  tls_private_key.page-password made in 0s",
    "   14 s  edge     yandex_compute_instance.vm: Modifying...",
    "   18 s  edge     null_resource.delivery made in 2s",
    "   21 s  edge     [  1 s] reload haproxy.service",
    "   22 s  edge     ready",
  ];
  expect(stepsIn(told)).toEqual(["edge delivery", "edge reload haproxy.service"]);
});
