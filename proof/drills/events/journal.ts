/** Something that a machine did. */
export interface MachineEvent {
  /** When it happened, as Unix time in ms. */
  readonly at: number;
  readonly machine: string;
  /** `docker`, `autoheal`, `recycle`… */
  readonly source: string;
  readonly text: string;
}

/** The unit that a watch starts on each app node. It writes Docker's events into the journal, as Docker soon forgets them. */
export const DOCKER_EVENTS_UNIT = "bingo-drill-events.service";

/** Units whose messages are read, with what they are called in a timeline. */
export const SOURCES: Readonly<Record<string, string>> = {
  [DOCKER_EVENTS_UNIT]: "docker",
  "bingo-autoheal.service": "autoheal",
  "bingo-recycle@*": "recycle",
  "bingo.service": "bingo",
  "postgresql@17-main.service": "database",
  "pgbouncer.service": "database",
  "haproxy.service": "haproxy",
};

/**
 * Messages that are no part of a drill's timeline: continued lines, slow queries, what Docker says about its builder, and
 * haproxy's backends that follow another's checks.
 */
const NOISE = /^\s|LOG: {2}duration:|^DEPRECATED: | via \w+\//;

/** Reads the events out of what `journalctl --output=json` printed. */
export function eventsIn(machine: string, json: string): MachineEvent[] {
  return json.split("\n").flatMap((line): MachineEvent[] => {
    if (line === "") return [];
    const entry = JSON.parse(line) as Readonly<Record<string, unknown>>;
    // Messages of systemd itself about a unit have the unit's name in UNIT.
    const unit = text(entry["UNIT"]) || text(entry["_SYSTEMD_UNIT"]);
    const source = SOURCES[unit.replace(/^(bingo-recycle@).*/, "$1*")];
    const message = text(entry["MESSAGE"]);
    const at = Number(entry["__REALTIME_TIMESTAMP"]) / 1000;
    if (source === undefined || message === "" || NOISE.test(message)) return [];
    if (source === "docker") return dockerEvent(machine, message);
    return [{ at, machine, source, text: message }];
  });
}

/** Reads a line of `docker events` in the watch's format: time in ns, action, container, exit code. */
function dockerEvent(machine: string, line: string): MachineEvent[] {
  const [, nanoseconds, action = "", container = "", exitCode = ""] =
    /^(\d+)\t([^\t]*)\t([^\t]*)\t([^\t]*)$/.exec(line) ?? [];
  if (nanoseconds === undefined) return [];
  const end = action === "die" ? ` with status ${exitCode}` : "";
  return [{ at: Number(nanoseconds) / 1e6, machine, source: "docker", text: `${container} ${action}${end}` }];
}

/** The text of a field. journalctl prints text that is not UTF-8 as a list of bytes. */
function text(value: unknown): string {
  if (typeof value === "string") return value;
  return Array.isArray(value) ? Buffer.from(value as number[]).toString("utf8") : "";
}
