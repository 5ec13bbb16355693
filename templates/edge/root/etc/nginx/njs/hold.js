// What failed and may be asked again is held until an instance is well, and asked again then: users of a service whose
// database restarts, or whose instances all do, wait for a moment instead of failing within a millisecond.

// How long a request is held, all turns together. bingo looks at its database every 5 s, so that is how long an instance
// may be without it after the database is back.
const LONGEST_MS = 10000;
// Before each turn. haproxy knows of an instance that fails its checks after 1.3 s, and of one that does not answer them after
// 3.3 s: the second and the third turn find that out.
const PAUSES_MS = [400, 1200, 2000, 600];
// Turns of a request whose failure may be its own.
const OWN_TURNS = 3;
const STEP_MS = 100;
// Before the first turn after a refusal, which says that instances have too much to do; twice as long before each further one,
// and not at the same moment as others. nginx allows ten redirections of a request, two for each turn and one for its time-outs.
const REFUSED_MS = 600;
// haproxy is asked for its state so often at most, and the database's machine for deaths.
const RECENT_MS = 100;

// Requests of one client that are held although the instances are well, as far as haproxy knows. Each is up to three attempts
// more, and those of a client whose requests always fail would take the places of others.
const BUDGET = 300;
const BUDGET_MS = 10000;

// bingo gives up a statement that takes 20 s, and nobody has died then.
const LONGEST_CREATION_S = 15;

// A death is written down within this time: PostgreSQL that ends after one of its processes was killed took 0.7 s at most, on a
// busy machine.
const DEATH_MS = 1000;
// For what of a killed PostgreSQL is not gone at once.
const MARGIN_S = 0.05;

const REPEATABLE = ["GET", "HEAD", "DELETE"];

function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

// Whether the request may be sent twice. Of POST /operation nginx.conf lets only the harmless ones come here. A creation that
// was refused (429), or that haproxy could send to nobody (503), has left no row; one that broke off may have left it. One
// that an instance answered with 500 may have as well: see nothingDied.
function repeatable(r, kind, status) {
  if (kind === "create") return status === 429 || status === 503 || status === 500;
  return REPEATABLE.includes(r.method) || r.uri.startsWith("/operation");
}

// Asks by a subrequest, unless somebody has in the last moment. Undefined: nobody answers.
async function recently(r, location, read) {
  let found = ngx.shared.hold.get(location);
  if (found === undefined) {
    const reply = await r.subrequest(location);
    if (reply.status !== 200) return undefined;
    found = read(reply.responseText);
    ngx.shared.hold.set(location, found, RECENT_MS);
  }
  return found;
}

// When PostgreSQL, pgbouncer or their machine last died, by this machine's clock.
function lastDeath(metrics) {
  const now = Number(/^node_time_seconds (.+)$/m.exec(metrics)[1]);
  const ends = metrics.match(/^(?:node_boot_time_seconds|bingo_database_died_timestamp_seconds).*$/gm);
  const ages = ends.map((line) => now - Number(line.split(" ")[1]));
  return String(Date.now() / 1000 - Math.min.apply(null, ages));
}

// Whether none of these has died while a creation was under way. An instance says 500 when it is sick, or when pgbouncer is
// restarted, and there is no row; and when they die between the commit and its answer, and there is one. The body tells nothing.
// It is asked a pause after the answer, when a death is written down, and until it is answered.
async function nothingDied(r, since) {
  let death;
  while ((death = await recently(r, "/_deaths", lastDeath)) === undefined) {
    if (Date.now() - since >= LONGEST_MS) return false;
    await pause(STEP_MS);
  }
  // What began after the death has met instances that are sick of it, for up to 5 s, and nothing else.
  const seconds = Number(r.variables.request_time);
  return seconds <= LONGEST_CREATION_S && Number(r.variables.msec) - seconds > Number(death) + MARGIN_S;
}

function withinBudget(r) {
  const key = r.variables.remote_addr + " " + Math.floor(Date.now() / BUDGET_MS);
  return ngx.shared.hold_budget.incr(key, 1, 0) <= BUDGET;
}

// Whether an instance is well: one that can use its database, where the request needs that.
async function well(r, kind) {
  const counts = ((await recently(r, "/_state", (text) => text)) || "0 0").split(" ");
  return Number(kind === "quick" || kind === "slow" ? counts[0] : counts[1]) > 0;
}

function pauseBefore(turn, full, failedCreation) {
  if (full) return REFUSED_MS * 2 ** turn * (0.5 + Math.random());
  return failedCreation && turn === 0 ? DEATH_MS : PAUSES_MS[turn];
}

async function handle(r) {
  const kind = r.variables.kind;
  // The last of all attempts. Without one it is nginx itself that refuses a client which has too much under way.
  const status = Number((r.variables.upstream_status || "429").slice(-3));
  const turn = Number(r.variables.held_turns) || 0;
  const since = Number(r.variables.held_since) || Date.now();
  const own = !r.variables.upstream_status;
  const full = status === 429;
  const failedCreation = kind === "create" && status === 500;
  if (own || !repeatable(r, kind, status) || (turn === 0 && !full && (await well(r, kind)) && !withinBudget(r))) {
    r.return(status);
    return;
  }
  await pause(pauseBefore(turn, full, failedCreation));
  if (failedCreation && !(await nothingDied(r, since))) {
    r.return(status);
    return;
  }
  let away = Boolean(r.variables.held_away);
  while (!(await well(r, kind)) && Date.now() - since < LONGEST_MS) {
    away = true;
    await pause(STEP_MS);
  }
  r.variables.held_since = String(since);
  r.variables.held_turns = String(turn + 1);
  r.variables.held_away = away ? "1" : "";
  // The first turns may have come before haproxy knew. After that, only an outage is a reason to go on; and, for a creation,
  // an instance that failed, which haproxy has not left out in between as it does for others.
  const limit = full || away || failedCreation ? PAUSES_MS.length : OWN_TURNS;
  const more = turn + 1 < limit && Date.now() - since < LONGEST_MS;
  r.internalRedirect(more ? "@again" : "@last");
}

export default { handle };
