/** Something that a machine did. */
export interface MachineEvent {
  /** Unix time in ms. */
  readonly at: number;
  readonly machine: string;
  /** `docker`, `autoheal`, `recycle`… */
  readonly source: string;
  readonly text: string;
}

/** The unit that a watch starts on each app node to write Docker's events into the journal: they are soon forgotten. */
export const DOCKER_EVENTS_UNIT = "bingo-drill-events.service";

const SOURCES: readonly (readonly [RegExp, string])[] = [
  [/^bingo-drill-events\.service$/, "docker"],
  [/^bingo-autoheal\.service$/, "autoheal"],
  [/^bingo-recycle@/, "recycle"],
  [/^bingo\.service$/, "bingo"],
  [/^docker\.service$/, "dockerd"],
  [/^(postgresql@17-main|pgbouncer)\.service$/, "database"],
];

/** Slow queries, the lines that go on from one before, and what Docker says of its builder: no part of a drill's story. */
const NOISE = /^\s|LOG: {2}duration:|^DEPRECATED: /;

/** The events in what `journalctl --output=json` printed. */
export function eventsIn(machine: string, json: string): MachineEvent[] {
  return json.split("\n").flatMap((line): MachineEvent[] => {
    if (line === "") return [];
    const entry = JSON.parse(line) as Readonly<Record<string, unknown>>;
    // The manager's words on a unit carry the unit's name in a field of their own.
    const unit = text(entry["UNIT"]) || text(entry["_SYSTEMD_UNIT"]);
    const source = SOURCES.find(([pattern]) => pattern.test(unit))?.[1];
    const message = text(entry["MESSAGE"]);
    const at = Number(entry["__REALTIME_TIMESTAMP"]) / 1000;
    if (source === undefined || message === "" || NOISE.test(message)) return [];
    if (source === "docker") return dockerEvent(machine, message);
    return [{ at, machine, source, text: message }];
  });
}

/** A line of `docker events` in the watch's format: time in ns, action, container, exit code. */
function dockerEvent(machine: string, line: string): MachineEvent[] {
  const [, nanoseconds, action = "", container = "", exitCode = ""] =
    /^(\d+)\t([^\t]*)\t([^\t]*)\t([^\t]*)$/.exec(line) ?? [];
  if (nanoseconds === undefined) return [];
  const end = action === "die" ? ` with status ${exitCode}` : "";
  return [{ at: Number(nanoseconds) / 1e6, machine, source: "docker", text: `${container} ${action}${end}` }];
}

/** Text that is not UTF-8 comes as a list of bytes. */
function text(value: unknown): string {
  if (typeof value === "string") return value;
  return Array.isArray(value) ? Buffer.from(value as number[]).toString("utf8") : "";
}
