import type { DrillRun } from "./drill-run";
import { nameOf } from "./site";
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
    ...harmed.map(({ machine, text }) => `${text.split(" ")[0] ?? ""} on ${machine}`),
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

/** Checks that every instance was recycled, and that none reached its end by itself. */
export function noDeathOfAge({ events, instances }: DrillRun): readonly Check[] {
  const deaths = events.filter(
    // Recycling ends them by a signal: 2 or 137.
    ({ source, text }) => source === "docker" && /oom$|unhealthy$|die with status [01]$/.test(text),
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
