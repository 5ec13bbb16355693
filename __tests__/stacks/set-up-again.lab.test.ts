import { down } from "../../lab/cli/down";
import { labPaths } from "../../lab/paths";
import { Lab, type Machine } from "../../lab";
import { leftovers } from "../support/lab/leftovers";
import { request } from "../support/lab/requests";

const name = `s${String(process.pid)}`;
let lab: Lab;
let app: Machine;

beforeAll(async () => {
  lab = await Lab.up({ name, scale: 0.01, tell: () => undefined });
  app = lab.machine("app-2");
}, 600_000);

afterAll(async () => {
  await down(labPaths(name));
  expect(leftovers(name)).toEqual([]);
}, 60_000);

/** As a first boot leaves a machine whose packages could not be installed. */
const UNDONE = "rm /etc/bingo/set-up && dpkg --purge chrony 2>/dev/null && sync";
const AWAY = "table inet away { chain output { type filter hook output priority 0; tcp dport 80 reject; }; }";
const HOLD = `import fcntl, time
lock = open("/var/lib/dpkg/lock-frontend", "w")
fcntl.lockf(lock, fcntl.LOCK_EX)
time.sleep(90)`;

// Answers 404 for half a minute, and then with the binary.
const LATE = `import http.server, time
begun, binary = time.time(), open("/root/bingo", "rb").read()
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        late = time.time() < begun + 30
        self.send_response(404 if late else 200)
        self.end_headers()
        self.wfile.write(b"not yet" if late else binary)
http.server.HTTPServer(("127.0.0.1", 8000), Handler).serve_forever()`;

/** What the deployment runs on a machine. */
const awaited = (): Promise<string> => app.succeed("bingo-await 500", { timeoutSeconds: 520 });
const installed = (): Promise<string> => app.succeed("dpkg-query -W -f '${db:Status-Status}' chrony");

it("goes on when the mirror is back after a minute, and says meanwhile what is missing", async () => {
  await app.succeed(`${UNDONE} && nft '${AWAY}'`);
  await app.succeed("systemd-run --on-active=60 nft delete table inet away");
  const output = await awaited();
  expect(output).toMatch(/set-up is not finished/);
  expect(output).toMatch(/set-up failed, trying again: packages: expected status 0 of apt-get/);
  expect(output).toMatch(/READY after/);
  expect(await installed()).toBe("installed");
}, 560_000);

it("waits for dpkg's lock when somebody holds it for 90 s", async () => {
  await app.succeed(`${UNDONE} && systemd-run python3 -c '${HOLD}' && sleep 1`);
  expect(await awaited()).toMatch(/READY after (9|1\d)\d s/);
  expect(await installed()).toBe("installed");
}, 560_000);

it("goes on when the URL of the binary answers 404 at first, and then with the binary", async () => {
  // Set-up writes the files of this anew.
  const document = "/var/lib/bingo/document";
  await app.succeed(`cp ${document} /root/document && mv /opt/bingo/bingo /root/bingo
    sed -i "s|BINARY_URL=.*|BINARY_URL='http://127.0.0.1:8000/bingo'|" ${document}
    rm /etc/bingo/set-up && systemd-run --unit=late-url python3 -c '${LATE}' && sleep 1`);
  const output = await awaited();
  expect(output).toMatch(/set-up is not finished/);
  expect(output).toMatch(/READY after [3-9]\d s/);
  await app.succeed("cmp /root/bingo /opt/bingo/bingo && systemctl stop late-url");
  expect(await request(lab, "https", "/api/movie/1")).toMatchObject({ status: 200 });
  await app.succeed(`cp /root/document ${document} && bingo-apply set-up`);
}, 560_000);

it("is finished when the power went in the middle of it", async () => {
  await app.succeed(`${UNDONE} && systemd-run bingo-await 500`);
  await app.waitUntilSucceeds("pgrep -x apt-get || dpkg-query -W chrony");
  await app.crash();
  await app.start();
  await app.waitUntilSucceeds("systemctl is-system-running --wait || true", { timeoutSeconds: 120 });
  expect(await awaited()).toMatch(/READY after/);
  expect(await installed()).toBe("installed");
  expect(await request(lab, "https", "/api/movie/1")).toMatchObject({ status: 200 });
}, 560_000);

it("gives up at once, and says why, when trying again cannot help", async () => {
  const slot = "/etc/systemd/system/bingo-recycle@bingo-1.timer.d/slot.conf";
  await app.succeed(`rm /etc/bingo/set-up ${slot} && mkdir ${slot}`);
  const { status, stdout } = await app.run("bingo-await 500");
  expect(stdout).toMatch(/FAILED after \d+ s: set-up: expected status 0, found 1/);
  expect(stdout).toContain(`${slot}: Is a directory`);
  expect(status).toBe(1);
}, 120_000);
