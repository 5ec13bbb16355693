import "uplot/dist/uPlot.min.css";
import "./style.css";
import { SECTIONS, TILES } from "../../panels";
import { NoAnswer, type Range } from "../../prometheus";
import { showAlerts, verdict } from "./alerts";
import { makeChart, type ChartView } from "./charts";
import { prometheus } from "./edge";
import { element } from "./element";
import { makeTable } from "./tables";
import { chooseTheme } from "./theme";
import { makeTile } from "./tiles";
import { TimeChoice } from "./time";

/** A part of the page that asks Prometheus on its own. */
interface Part {
  readonly root: HTMLElement;
  /** Says why its last question failed. */
  readonly problem: HTMLElement;
  visible: boolean;
  readonly refresh: (over: Range) => Promise<void>;
}

const parts: Part[] = [];
const charts: ChartView[] = [];
/** The time of the last answer, in seconds since 1970. */
let answeredAt = 0;

const watcher = new IntersectionObserver(
  (entries) => {
    for (const { target, isIntersecting } of entries) {
      const part = parts.find(({ root }) => root === target);
      if (!part || part.visible === isIntersecting) continue;
      part.visible = isIntersecting;
      if (isIntersecting) void bringUpToDate([part]);
    }
  },
  // Loads about a screen ahead of the reader.
  { rootMargin: "600px" },
);

const time = new TimeChoice(() => void bringUpToDate(parts));
const state = element("strong", { id: "verdict" }, "Asking …");
const banner = element("p", { id: "banner", role: "alert" });
const failure = element("p", { id: "failure", role: "alert" });
const alertList = element("ul", { id: "alerts" });
const updated = element("small", { id: "updated" });
banner.hidden = failure.hidden = alertList.hidden = true;

const tiles = element("div", { id: "tiles" }, ...TILES.map((tile) => part(makeTile(tile), "tile")));
const sections = SECTIONS.map(({ id, title, panels }) =>
  element(
    "section",
    { id },
    element("h2", {}, title),
    element(
      "div",
      { class: "panels" },
      ...panels.map((panel) => {
        const view = panel.kind === "chart" ? makeChart(panel, time.zoom) : makeTable(panel);
        if ("redraw" in view) charts.push(view);
        const body = part(view, panel.kind);
        return element("article", { class: panel.kind, "data-panel": panel.id }, element("h3", {}, panel.title), body);
      }),
    ),
  ),
);

document.title = `bingo · ${location.hostname}`;
document.body.append(
  element(
    "header",
    {},
    element("h1", {}, "bingo"),
    state,
    updated,
    element(
      "nav",
      {},
      time.root,
      chooseTheme(() => {
        charts.forEach((chart) => {
          chart.redraw();
        });
      }),
    ),
  ),
  element("main", {}, failure, banner, alertList, tiles, ...sections),
);

/** A view of one time. Charts ask for a whole range, other views for its end. */
interface View {
  readonly root: HTMLElement;
  refresh(time: number): Promise<void>;
}

function part(view: View | ChartView, kind: "tile" | "chart" | "table"): HTMLElement {
  const problem = element("p", { class: "problem" });
  problem.hidden = true;
  if (kind !== "tile") view.root.append(problem);
  const refresh = (over: Range): Promise<void> => ("redraw" in view ? view.refresh(over) : view.refresh(over.to));
  const made: Part = { root: view.root, problem, visible: kind === "tile", refresh };
  parts.push(made);
  if (kind !== "tile") watcher.observe(view.root);
  return view.root;
}

/** Refreshes the parts in sight. A part that fails keeps its old values, greyed, and says why. */
async function bringUpToDate(which: readonly Part[]): Promise<void> {
  const over = time.range();
  await Promise.all([
    showState(),
    ...which
      .filter(({ visible }) => visible)
      .map(async ({ root, problem, refresh }) => {
        const reason = await refresh(over).then(() => undefined, explained);
        root.classList.toggle("stale", reason !== undefined);
        problem.hidden = reason === undefined;
        problem.textContent = reason ?? "";
      }),
  ]);
}

async function showState(): Promise<void> {
  try {
    const found = await prometheus.alerts();
    answeredAt = Date.now() / 1000;
    const { text, kind } = verdict(found);
    state.textContent = text;
    state.className = kind;
    showAlerts(alertList, found);
    banner.hidden = true;
    updated.textContent = `as of ${new Date().toLocaleTimeString("en-GB")}`;
  } catch (error) {
    state.textContent = "No data";
    state.className = "page";
    const since =
      answeredAt === 0 ? "" : ` What is shown is from ${new Date(answeredAt * 1000).toLocaleTimeString("en-GB")}.`;
    banner.textContent = `${explained(error)}${since}`;
    banner.hidden = false;
  }
}

/** What fails where nobody waits for it, in a chart that is drawn for example. */
function showFailure(reason: unknown): void {
  failure.textContent = explained(reason);
  failure.hidden = false;
}
addEventListener("error", ({ error, message }) => {
  // Of the browser itself, and harmless.
  if (!message.startsWith("ResizeObserver loop")) showFailure(error ?? message);
});
addEventListener("unhandledrejection", ({ reason }) => {
  showFailure(reason);
});

function explained(error: unknown): string {
  return error instanceof NoAnswer ? error.message : `This page has failed: ${String(error)}`;
}

void bringUpToDate(parts);
setInterval(() => {
  if (!document.hidden && time.isLive && time.isDue()) void bringUpToDate(parts);
}, 1000);
document.addEventListener("visibilitychange", () => {
  if (!document.hidden && time.isLive) void bringUpToDate(parts);
});
