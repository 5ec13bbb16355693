import { markdownTable } from "../../report/markdown-table";
import { hadTime } from "../../load/users";
import { type Deployed, onlyClosed, type Result } from "../run";

/** The table of docs/changes.md: change, what happens, what users notice. */
export function changesTable(results: readonly Result[], rate: number): string {
  return markdownTable(changesHead(rate), results.map(changeCells));
}

/** @param rate requests per second of the users */
export function changesHead(rate: number): readonly string[] {
  return ["change", "what machines do", `failed at ${rate}/s`, "on the way back"];
}

/** A row, in the words of Markdown. */
export function changeCells({ change, there, back }: Result): readonly string[] {
  return [
    change.title,
    doing(there, change.refused !== undefined),
    noticed(there, change.physical),
    back === undefined ? "no way back" : noticed(back, change.physical),
  ];
}

/** Steps with their machines: `restart prometheus.service (edge)`. */
function doing({ steps, error }: Deployed, refused: boolean): string {
  const machines = new Map<string, string[]>();
  for (const each of steps) {
    const [machine = "", ...words] = each.split(" ");
    const step = words.join(" ").replace("/usr/local/sbin/", "");
    machines.set(step, [...new Set([...(machines.get(step) ?? []), machine])]);
  }
  const done = [...machines].map(([step, names]) => `${step} (${names.join(", ")})`).join("; ");
  if (refused) return `status ${error === undefined ? 0 : 1}; ${done === "" ? "no machine is changed" : done}`;
  return done === "" ? "no unit is touched" : done;
}

function noticed(deployed: Deployed, physical: string | undefined): string {
  const { failures, requests, noticedSeconds } = deployed;
  if (!hadTime(deployed)) return "not measured: this machine had no time";
  const count = `${failures.length} of ${requests.toLocaleString("en")}`;
  if (failures.length === 0) return count;
  if (onlyClosed(deployed)) return `${count}: sent into a connection as nginx closed it`;
  return `${count}, within ${noticedSeconds.toFixed(1)} s${physical === undefined ? "" : `: ${physical}`}`;
}
