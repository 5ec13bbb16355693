import { format } from "../../format";
import { element } from "./element";
import type { Alert } from "../../prometheus";
import type { RunBook } from "../run-book";

/** Put in when the page is built. */
declare const RUN_BOOK: RunBook;

const nameOf = ({ labels }: Alert): string => labels["alertname"] ?? "";

/** Lists the firing alerts, those that users notice first, and in one line the pending ones. */
export function showAlerts(into: HTMLElement, alerts: readonly Alert[]): void {
  const rank = ({ labels }: Alert): number => (labels["severity"] === "page" ? 0 : 1);
  const firing = alerts
    .filter(({ state }) => state === "firing")
    .sort((a, b) => rank(a) - rank(b) || a.activeAt.localeCompare(b.activeAt));
  const pending = alerts.filter(({ state }) => state === "pending");
  const open = new Set(Array.from(into.querySelectorAll("details[open]"), ({ id }) => id));
  into.replaceChildren(
    ...firing.map((alert) => firingItem(alert, open)),
    ...(pending.length > 0 ? [pendingItem(pending)] : []),
  );
  into.hidden = alerts.length === 0;
}

function firingItem(alert: Alert, open: ReadonlySet<string>): HTMLElement {
  const began = new Date(alert.activeAt);
  const seconds = (Date.now() - began.getTime()) / 1000;
  const since = began.toLocaleString("en-GB", { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
  return element(
    "li",
    { class: `firing ${alert.labels["severity"] ?? ""}`, "data-alert": nameOf(alert), "data-state": "firing" },
    element("b", {}, nameOf(alert)),
    element("span", {}, alert.annotations["summary"] ?? ""),
    element("small", {}, `for ${format(seconds, "age")}, since ${since}`),
    ...whatToDo(alert, open),
  );
}

/** The run-book's entry, to be opened. One that is open stays so when the alerts are asked for again. */
function whatToDo(alert: Alert, open: ReadonlySet<string>): readonly HTMLElement[] {
  const parts = RUN_BOOK[nameOf(alert)];
  if (parts === undefined) return [];
  const id = `what-to-do-${Object.values(alert.labels).join("-")}`;
  const entry = element(
    "details",
    { id },
    element("summary", {}, "what to do"),
    ...parts.map(({ kind, text }) => element(kind === "commands" ? "pre" : "p", {}, text)),
  );
  entry.open = open.has(id);
  return [entry];
}

function pendingItem(pending: readonly Alert[]): HTMLElement {
  const names = [...new Set(pending.map(nameOf))].sort();
  return element(
    "li",
    { class: "pending" },
    element("span", {}, "Not for long enough to fire:"),
    ...names.map((name) => {
      const count = pending.filter((alert) => nameOf(alert) === name).length;
      const text = count === 1 ? name : `${name} × ${count}`;
      return element("b", { "data-alert": name, "data-state": "pending" }, text);
    }),
  );
}

/** Sums up the installation's state in a few words. */
export function verdict(alerts: readonly Alert[]): {
  readonly text: string;
  readonly kind: "good" | "ticket" | "page";
} {
  const firing = alerts.filter(({ state }) => state === "firing");
  if (firing.length === 0) {
    return alerts.length === 0 ? { text: "No alert", kind: "good" } : { text: "No alert yet", kind: "ticket" };
  }
  const kind = firing.some(({ labels }) => labels["severity"] === "page") ? "page" : "ticket";
  return { text: firing.length === 1 ? "1 alert" : `${firing.length} alerts`, kind };
}
