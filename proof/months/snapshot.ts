import { eventsIn, type MachineEvent } from "../drills/events/journal";

/** What is counted: kilobytes that belong to processes alone, their open files, their number, kilobytes and files on disks, and others. */
export type Kind = "memory" | "open files" | "processes" | "kilobytes" | "files" | "count";

/** A thing that is counted, of a machine. */
export interface Value {
  readonly kind: Kind;
  /** A unit, a folder, or a word. */
  readonly subject: string;
  readonly value: number;
}

/** A machine at a moment. */
export interface Snapshot {
  readonly machine: string;
  readonly values: readonly Value[];
  /** The counters of recyclings and heals, by their series. */
  readonly counters: Readonly<Record<string, number>>;
  /** Units that have failed. */
  readonly failed: readonly string[];
  /** What Docker did since the sample before. */
  readonly events: readonly MachineEvent[];
}

/** Services of ours that live on. What comes and goes, as a command of an administrator does, is not followed. */
const LASTING =
  /^(nginx|haproxy|mtail|prometheus[\w-]*|docker|containerd|bingo-autoheal|postgresql@17-main|pgbouncer|systemd-journald)\.service$/;
/** What every Debian has, as one. */
const DEBIAN = /^(init\.scope|(systemd-logind|dbus|chrony|unattended-upgrades)\.service)$/;

/** Reads what the probe has printed. */
export function snapshotIn(machine: string, printed: string): Snapshot {
  const part = partsOf(printed);
  const lines = (name: string): readonly string[] => part.get(name) ?? [];
  return {
    machine,
    values: [
      ...processesIn(lines),
      ...lines("kilobytes").flatMap((line) => folderValue("kilobytes", line)),
      ...lines("files").flatMap((line) => folderValue("files", line)),
      ...lines("counts").flatMap(countValue),
    ],
    counters: Object.fromEntries(lines("counters").flatMap(counterIn)),
    failed: lines("failed").map((line) => line.split(" ")[0] ?? ""),
    events: eventsIn(machine, lines("events").join("\n")),
  };
}

function partsOf(printed: string): ReadonlyMap<string, readonly string[]> {
  const parts = new Map<string, string[]>();
  let open: string[] = [];
  for (const line of printed.split("\n")) {
    const name = /^== (\w+)$/.exec(line)?.[1];
    if (name !== undefined) parts.set(name, (open = []));
    else if (line !== "") open.push(line);
  }
  return parts;
}

/** Sums up the processes of each lasting unit. */
function processesIn(lines: (name: string) => readonly string[]): readonly Value[] {
  const names = byPid(lines("names"), /^\/proc\/(\d+)\/comm:(.*)$/);
  const groups = byPid(lines("groups"), /^\/proc\/(\d+)\/cgroup:\d*:(?:name=systemd)?:(.*)$/);
  const memory = byPid(lines("memory"), /^\/proc\/(\d+)\/status:RssAnon:\s*(\d+) kB$/);
  const open = new Map(lines("open").flatMap((line) => pair(/^ *(\d+) \/proc\/(\d+)\/fd$/.exec(line))));
  const units = new Map<string, { memory: number; open: number; processes: number }>();
  for (const [pid, kilobytes] of memory) {
    const unit = unitOf(groups.get(pid) ?? "", names.get(pid) ?? "");
    if (unit === undefined) continue;
    const sum = units.get(unit) ?? { memory: 0, open: 0, processes: 0 };
    sum.memory += Number(kilobytes);
    sum.open += open.get(pid) ?? 0;
    sum.processes++;
    units.set(unit, sum);
  }
  return [
    { kind: "count", subject: "processes", value: memory.size },
    ...[...units].flatMap(([subject, sum]): Value[] => [
      { kind: "memory", subject, value: sum.memory },
      { kind: "open files", subject, value: sum.open },
      { kind: "processes", subject, value: sum.processes },
    ]),
  ];
}

function unitOf(group: string, name: string): string | undefined {
  if (/\/docker[-/]/.test(group)) return "bingo";
  const unit = group.slice(group.lastIndexOf("/") + 1);
  if (DEBIAN.test(unit)) return "Debian's daemons";
  if (!LASTING.test(unit)) return undefined;
  return unit === "containerd.service" && name.startsWith("containerd-shim") ? "containerd-shim" : unit;
}

function byPid(lines: readonly string[], pattern: RegExp): ReadonlyMap<string, string> {
  // The first line of a process counts: with both, the hierarchy of systemd comes before the unified one.
  return new Map(
    lines
      .flatMap((line): [string, string][] => {
        const [, pid, text] = pattern.exec(line) ?? [];
        return pid === undefined || text === undefined ? [] : [[pid, text]];
      })
      .reverse(),
  );
}

function pair(match: RegExpExecArray | null): [string, number][] {
  const [, count, pid] = match ?? [];
  return pid === undefined ? [] : [[pid, Number(count)]];
}

function folderValue(kind: Kind, line: string): readonly Value[] {
  const [, value, subject] = /^(\d+)\t(.*)$/.exec(line) ?? [];
  return subject === undefined ? [] : [{ kind, subject, value: Number(value) }];
}

function countValue(line: string): readonly Value[] {
  const [, subject, value] = /^(.*) (\d+)$/.exec(line) ?? [];
  return subject === undefined ? [] : [{ kind: "count", subject, value: Number(value) }];
}

function counterIn(line: string): [string, number][] {
  const [, series, value] = /\/(bingo_instance_\w+_total[^/:]*):(\d+)$/.exec(line) ?? [];
  return series === undefined || series.endsWith(".new") ? [] : [[series, Number(value)]];
}
