import { machines } from "../../../cloud-init/machines";
import { debianRoot } from "../../support/debian-root";
import { exampleMachines } from "../../support/example";
import { MachineTree } from "../../support/machine-tree";
import { exampleInstallation } from "../../support/synth";

const TIMER = "/etc/systemd/system/bingo-reboot-window.timer";
const RUN = "/usr/local/sbin/bingo-reboot-window";
const PEER = "10.130.0.12";

/** systemd does not run here; what it is asked for is noted. */
const SYSTEMCTL = `#!/bin/bash
case "$1" in
  show) cat /srv/update 2>/dev/null || echo inactive ;;
  *) echo "systemctl $*" >>/srv/done ;;
esac
`;
/** The instances of the other node: each answers /db_dummy with the status in /srv/PORT. */
const PEERS = `
import http.server, threading
class Peer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(int(open(f"/srv/{self.server.server_port}").read()) if self.path == "/db_dummy" else 404)
        self.end_headers()
for port in (8081, 8082):
    threading.Thread(target=http.server.HTTPServer(("${PEER}", port), Peer).serve_forever).start()
`;

let tree: MachineTree;

beforeAll(async () => {
  const node = exampleMachines(["app-node"]).find(({ name }) => name === "app-1");
  if (!node) throw new Error("the example has no app-1");
  tree = await MachineTree.open(debianRoot(), node.name, node.address);
  tree.write(node.files);
  tree.write([
    { path: "/usr/local/sbin/systemctl", content: SYSTEMCTL, permissions: "0755" },
    { path: "/usr/local/sbin/bingo-leave", content: '#!/bin/sh\necho leave >>/srv/done\n', permissions: "0755" },
    { path: "/srv/peers.py", content: PEERS },
    { path: "/srv/8081", content: "200" },
    { path: "/srv/8082", content: "429" },
  ]);
  tree.must(["ip", "address", "add", `${PEER}/32`, "dev", "lo"]);
  tree.script("setsid python3 /srv/peers.py >/dev/null 2>&1 </dev/null &");
  tree.script(`until curl --silent --output /dev/null http://${PEER}:8082/; do sleep 0.1; done`);
});
afterAll(() => tree.close());
beforeEach(() => {
  tree.script("rm -f /srv/done /srv/update; echo 200 >/srv/8081; echo 429 >/srv/8082");
});

/** What it says, and what it has done. */
function window(): { said: string; done: string } {
  const said = tree.must([RUN]).trim();
  return { said, done: tree.script("cat /srv/done 2>/dev/null || true").output.trim() };
}

it("drains the node and reboots it while each instance of the other answers from the database", () => {
  expect(window()).toEqual({ said: "", done: "leave\nsystemctl reboot" });
});

it("stays while an instance of the other does not", () => {
  tree.script("echo 500 >/srv/8082");
  expect(window()).toEqual({
    said: `stays until the next window: ${PEER}:8082 does not answer from the database`,
    done: "",
  });
});

it("stays while an update is under way", () => {
  tree.script("echo activating >/srv/update");
  expect(window()).toEqual({ said: "stays until the next window: an update is under way", done: "" });
});

it("stays while a deployment is under way", () => {
  tree.script(
    "printf '#!/usr/bin/env bash\\nsleep 60\\n' >/usr/local/sbin/bingo-await; setsid /usr/local/sbin/bingo-await 4200 >/dev/null 2>&1 </dev/null & sleep 0.5",
  );
  expect(window()).toEqual({ said: "stays until the next window: a deployment is under way", done: "" });
  tree.script("pkill --full 'bash /usr/local/sbin/bingo-await'");
  expect(window().done).toBe("leave\nsystemctl reboot");
});

it("has its time on each machine, which systemd reads", () => {
  const times = exampleMachines().map(({ name, files }) => {
    const timer = files.find(({ path }) => path === TIMER)?.content ?? "";
    expect(timer).not.toContain("ConditionPathExists");
    return [name, /^OnCalendar=(.*)$/m.exec(timer)?.[1] ?? ""] as const;
  });
  expect(new Set(times.map(([, time]) => time)).size).toBe(4);
  const next = (time: string): string =>
    tree.must(["systemd-analyze", "calendar", "--base-time=2026-11-25 12:00:00 UTC", time]);
  for (const [name, time] of times) {
    expect({ name, next: next(time) }).toEqual({
      name,
      next: expect.stringMatching(/Next elapse: Sat 2026-11-28 0[23]:\d0:00 UTC/) as string,
    });
  }
});

it("never comes without a window", () => {
  for (const { userData } of machines(exampleInstallation()))
    expect(userData("ssh-ed25519 AAAA key")).toMatch(/bingo-reboot-window\.timer\n(?: .*\n)*? +ConditionPathExists=\/nowhere\n/);
});
