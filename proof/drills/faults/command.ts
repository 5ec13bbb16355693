import type { Fault } from "../fault";

/** A fault that is one command on a machine. */
export function command(machine: string, line: string, lastsSeconds = 3): Fault {
  return {
    async inject(site) {
      await site.machine(machine).succeed(line);
      site.note(`${machine}: ${line}`);
    },
    lastsSeconds,
  };
}
