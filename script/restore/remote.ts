import { systemClock, type Clock, type Shell } from "../../lab";

/** How far back a database can be taken. */
export interface Range {
  readonly oldest: Date;
  /** Whether the cluster of before a restore is kept. */
  readonly kept: boolean;
}

const PROGRAM = "/usr/local/sbin/bingo-restore";
/** Not bingo-*: a deployment that waits would take it for its own. */
const UNIT = "database-restore";
const ASK_TIMEOUT_SECONDS = 60;

/** Asks the machine. @throws with its own words when there are no backups */
export async function range(database: Shell): Promise<Range> {
  const { status, stdout, stderr } = await database.run(`${PROGRAM} --range`, { timeoutSeconds: ASK_TIMEOUT_SECONDS });
  const found = /^(\d+) (kept|none)$/m.exec(stdout);
  if (status !== 0 || found === null) throw new Error(`${database.name}: ${(stderr || stdout).trim()}`);
  return { oldest: new Date(Number(found[1]) * 1000), kept: found[2] === "kept" };
}

/**
 * Runs bingo-restore on the machine, as a unit of its own: it goes on when the connection breaks.
 *
 * @param words of the program
 * @param tell takes each line that it prints
 * @param unit no two of one name run at once
 * @throws when it fails
 */
export async function runOnMachine(
  database: Shell,
  words: readonly string[],
  tell: (line: string) => void,
  unit = UNIT,
  clock: Clock = systemClock,
): Promise<void> {
  const log = `/run/${unit}.log`;
  const started = await database.run(
    `if systemctl --quiet is-active ${unit}; then echo "another restore is under way" >&2; exit 1; fi
    systemctl reset-failed ${unit} 2>/dev/null || true
    systemd-run --quiet --no-block --unit=${unit} --property=StandardOutput=truncate:${log} --property=StandardError=inherit \
      --property=Type=exec -- ${PROGRAM} ${words.map((word) => `'${word}'`).join(" ")}`,
  );
  if (started.status !== 0) throw new Error(`${database.name}: ${started.stderr.trim()}`);
  let shown = 0;
  for (;;) {
    await clock.pause(1);
    // The state first: what it prints last is then in the log.
    const { status, stdout } = await database.run(
      `systemctl show --property=ActiveState --value ${unit}; tail -c +${shown + 1} ${log} 2>/dev/null || true`,
    );
    // The connection may break; the restore goes on.
    if (status !== 0) continue;
    const [state = "", ...rest] = stdout.split("\n");
    const text = rest.join("\n");
    const whole = state === "active" || state === "activating" ? text.slice(0, text.lastIndexOf("\n") + 1) : text;
    shown += Buffer.byteLength(whole);
    for (const line of whole.split("\n").filter((each) => each !== "")) tell(line);
    if (state === "failed") throw new Error(`${database.name}: ${words.join(" ")} failed: its own words stand above`);
    if (state === "inactive") return;
  }
}
