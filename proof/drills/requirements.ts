import type { DrillRun } from "./drill-run";
import { nameOf } from "./site";
import type { MachineEvent } from "./events/journal";
import type { Check } from "./verdict";

/** Checks that a dangerous operation harms the instance that gets it, and no other. */
export function oneInstanceTouched({ attempts, events, instances, marks }: DrillRun): readonly Check[] {
  const failed = attempts.filter(({ ok, at }) => !ok && at >= marks.injected).map(({ instance }) => instance);
  // All users may miss an instance that is away for a quarter of a second.
  const harmed = events.filter(
    ({ source, text, at }) => source === "docker" && at >= marks.injected && /(oom|unhealthy)$/.test(text),
  );
  const touched = [
    ...failed.map((address) => nameOf(instances, address)),
    ...harmed.map(({ machine, text }) => `${nameIn(text)} on ${machine}`),
  ];
  const names = [...new Set(touched)];
  return [
    {
      name: "instances touched",
      limit: "1",
      measured: names.length === 0 ? "none" : `${names.length}: ${names.join(", ")}`,
      pass: names.length === 1,
    },
  ];
}

/** The container that an event of Docker is about. */
const nameIn = (text: string): string => text.split(" ")[0] ?? "";

/** Checks that every instance was recycled, and that none reached its end by itself. */
export function noDeathOfAge({ events, instances }: DrillRun): readonly Check[] {
  const docker = events.filter(({ source }) => source === "docker");
  // Recycling ends an instance by a signal, of which Docker tells first.
  const ended = ({ machine, text, at }: MachineEvent): boolean =>
    docker.some(
      (other) =>
        other.machine === machine && other.text === `${nameIn(text)} kill` && other.at <= at && at - other.at < 15_000,
    );
  const deaths = docker.filter(
    (event) => /oom$|unhealthy$/.test(event.text) || (/ die with status /.test(event.text) && !ended(event)),
  );
  const recycled = new Set(
    events.flatMap(({ source, machine, text }) => {
      const name = /^(\S+): recycled at/.exec(text)?.[1];
      return source === "recycle" && name !== undefined ? [`${machine} ${name}`] : [];
    }),
  );
  return [
    {
      name: "deaths of age",
      limit: "none",
      measured: deaths.length === 0 ? "none" : `${deaths.length}, first ${deaths[0]?.machine} ${deaths[0]?.text}`,
      pass: deaths.length === 0,
    },
    {
      name: "instances recycled",
      limit: "all",
      measured: `${recycled.size} of ${instances.length}`,
      pass: recycled.size === instances.length,
    },
  ];
}

/** Checks that the last instance, which alone was left to answer, was not ended by anything. */
export function lastLeftAlone({ events, instances, marks }: DrillRun): readonly Check[] {
  const last = instances.at(-1);
  const ends = events.filter(
    ({ source, machine, text, at }) =>
      source === "docker" &&
      machine === last?.machine &&
      new RegExp(`^${last.name} (kill|die)`).test(text) &&
      at >= marks.injected &&
      at < (marks.healed ?? Infinity),
  );
  return [
    {
      name: "ends of the instance that is left",
      limit: "none",
      measured: ends.length === 0 ? "none" : `${ends.length}, first ${ends[0]?.text}`,
      pass: ends.length === 0,
    },
  ];
}
