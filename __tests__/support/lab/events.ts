const EVENT = /^\s*\d+ s\s+(\S+)\s+(?:yandex_compute_instance\S*: (Creating|Destroying|Modifying)\.\.\.|(READY))/;

/** What happened to machines by the lines that a deployment told, in order: `app-1 Creating`, `app-1 READY`. */
export function machineEvents(told: readonly string[]): readonly string[] {
  return told.flatMap((line) => {
    const [, machine, doing, ready] = EVENT.exec(line) ?? [];
    return machine === undefined ? [] : [`${machine} ${doing ?? ready ?? ""}`];
  });
}
