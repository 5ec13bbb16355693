import type { ExecResult } from "../../../lab";
import type { Fault } from "../fault";

/** What one client does beside the users, from an address of its own. */
interface Neighbour {
  /** A few words for the timeline. */
  readonly does: string;
  /** Makes the line of bash that does it for so many seconds and then prints what it saw. */
  readonly line: (url: string, seconds: number) => string;
}

/** Seconds in which a neighbour whose time is over says what it saw. */
const LAST_WORDS_SECONDS = 30;

/** Lets a client do something beside the users. What it saw stands in the timeline. */
function neighbour({ does, line }: Neighbour, seconds: number): Fault {
  let running: Promise<ExecResult> | undefined;
  return {
    sparesInstances: true,
    impossible: ({ deployment: { client } }) =>
      Promise.resolve(client ? undefined : "not possible over SSH: there is no second client"),
    inject(site) {
      const { client, service } = site.deployment;
      running = client?.run(line(service.url, seconds), { timeoutSeconds: seconds + LAST_WORDS_SECONDS });
      // It is awaited in `heal`; until then a failure is nobody's.
      running?.catch(() => undefined);
      site.note(`client: ${does}`);
      return Promise.resolve();
    },
    lastsSeconds: seconds,
    async heal(site) {
      const said = await running;
      site.note(`client: ended; ${said?.stdout.trim().split("\n").join(", ")} ${said?.stderr ?? ""}`.trim());
    },
  };
}

/** Counts the statuses in the files that requests have written. */
const COUNTED = `cat [0-9]* | sort | uniq --count | awk '{ print $1 " x " $2 }'`;

/** Asks in so many connections, each as soon as the answer before is there, and counts the statuses. */
function asking(what: (url: string) => string, connections: number): Neighbour["line"] {
  return (url, seconds) => `
    cd "$(mktemp -d)"
    for n in {1..${connections}}; do
      while ((SECONDS < ${seconds})); do
        timeout $((${seconds} - SECONDS)) curl --silent --insecure --output /dev/null --write-out '%{http_code}\n' \
          ${what(url)} >>$n || true
      done &
    done
    wait
    ${COUNTED}`;
}

/** Asks for whole lists all the time, 16 at once. */
export function listFlood(seconds: number): Fault {
  const line = asking((url) => `${url}/api/session`, 16);
  return neighbour({ does: "asks for GET /api/session, 16 at a time", line }, seconds);
}

/** Sends what is not allowed and no cache answers, 32 at once. */
export function postFlood(seconds: number): Fault {
  const line = asking((url) => `--request POST '${url}/long_dummy?[1-10]'`, 32);
  return neighbour({ does: "sends POST /long_dummy, 32 at a time", line }, seconds);
}

/** Asks for rows as fast as they come, 64 at once: more than all instances can answer. */
export function greedyClient(seconds: number): Fault {
  const line = asking((url) => `'${url}/api/movie/[1-10]'`, 64);
  return neighbour({ does: "asks for rows as fast as they come, 64 at a time", line }, seconds);
}

/** Reads whole lists as slowly as over a bad line, 16 at once. */
export function slowReaders(seconds: number): Fault {
  const line = asking((url) => `--limit-rate 20k ${url}/api/customer`, 16);
  return neighbour({ does: "reads GET /api/customer at 20 kB/s, 16 at a time", line }, seconds);
}

/** Sends a request that fails, 20 times a second. @param path is asked for when the load begins */
export function failingClient(path: () => string, seconds: number): Fault {
  const line: Neighbour["line"] = (url) => `
    cd "$(mktemp -d)"
    for ((n = 0; n < ${seconds * 20}; n++)); do
      curl --silent --insecure --max-time 20 --output /dev/null --write-out '%{http_code}\n' ${url}${path()} >$n &
      sleep 0.05
    done
    wait
    ${COUNTED}`;
  return neighbour({ does: "sends a request that fails, 20 times a second", line }, seconds);
}

/** Opens connections that say nothing, and others that say one byte of a request each second. */
export function manyConnections(idle: number, slow: number, seconds: number): Fault {
  const line: Neighbour["line"] = (url) =>
    `python3 - ${new URL(url).hostname} ${idle} ${slow} ${seconds} <<'PYTHON'\n${HOLD_CONNECTIONS}PYTHON`;
  return neighbour({ does: `opens ${idle} idle and ${slow} slow connections`, line }, seconds);
}

const HOLD_CONNECTIONS = `
import resource, socket, sys, time
host, (idle, slow, seconds) = sys.argv[1], map(int, sys.argv[2:])
resource.setrlimit(resource.RLIMIT_NOFILE, (idle + slow + 100,) * 2)
end = time.monotonic() + seconds
quiet, slowly, refused = [], [], 0
for number in range(idle + slow):
    if time.monotonic() > end:
        break
    try:
        (slowly if number < slow else quiet).append(socket.create_connection((host, 80), timeout=1))
    except OSError:
        refused += 1
request = f"GET /api/movie/1 HTTP/1.1\\r\\nHost: {host}\\r\\nX-Slow: " + seconds * "a"
for letter in request:
    if time.monotonic() > end:
        break
    for each in list(slowly):
        try:
            each.send(letter.encode())
        except OSError:
            slowly.remove(each)
    time.sleep(1)
print(f"{len(quiet)} idle connections, {refused} refused, {len(slowly)} slow ones left")
`;
