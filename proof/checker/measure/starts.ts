import { APP_NODES } from "../../target/deployment";
import type { Checking } from "../checking";
import type { Start } from "../facts";

/** What Docker tells of a container that ended and came back. */
const EVENTS = ["die", "health_status"].map((event) => `--filter event=${event}`).join(" ");
const FORMAT = "{{.TimeNano}} {{.Actor.Attributes.name}} {{.Action}}";

/** Asks the app nodes how long instances took to come back since the panic. */
export async function starts(checking: Checking): Promise<void> {
  const { subject, facts, progress } = checking;
  const panic = facts.loads.get("panic");
  if (!subject.machines || !panic) return;
  progress.begin("starts of instances");
  const seconds = Math.ceil((Date.now() - panic.startedAt.getTime()) / 1000);
  const line = `docker events --since ${seconds}s --until 0s --filter type=container ${EVENTS} --format '${FORMAT}'`;
  const { machines } = subject;
  const found = await Promise.all(APP_NODES.map(async (node) => startsIn(node, await machines.run(node, line))));
  facts.starts = found.flat();
}

/** Reads Docker's events: an instance was away from the moment it ended until it was called healthy. */
export function startsIn(machine: string, events: string): readonly Start[] {
  const endedAt = new Map<string, number>();
  const found: Start[] = [];
  for (const line of events.split("\n")) {
    const [, nanoseconds = "", name = "", action = ""] = /^(\d+) (\S+) (.+)$/.exec(line) ?? [];
    const at = Number(nanoseconds) / 1e9;
    if (action === "die") endedAt.set(name, endedAt.get(name) ?? at);
    const ended = endedAt.get(name);
    if (action !== "health_status: healthy" || ended === undefined) continue;
    endedAt.delete(name);
    found.push({ instance: `${name} on ${machine}`, seconds: at - ended });
  }
  return found;
}
