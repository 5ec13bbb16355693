import type { Range } from "../../prometheus";
import { element } from "./element";

const CHOICES: readonly (readonly [name: string, seconds: number])[] = [
  ["15 min", 900],
  ["1 h", 3600],
  ["6 h", 6 * 3600],
  ["24 h", 86_400],
  ["7 d", 7 * 86_400],
  ["15 d", 15 * 86_400],
];

const POINTS = 240;
/** The default interval at which Prometheus reads metrics. */
const SMALLEST_STEP_SECONDS = 5;

/** The range of time that the page shows: the last minutes or days, kept in the address, or a range marked in a chart. */
export class TimeChoice {
  readonly root: HTMLElement;
  private seconds: number;
  private marked: { readonly from: number; readonly to: number } | undefined;
  private askedAt = 0;
  private readonly buttons: readonly HTMLButtonElement[];

  constructor(private readonly changed: () => void) {
    const wanted = decodeURIComponent(location.hash.slice(1));
    this.seconds = (CHOICES.find(([name]) => name === wanted) ?? CHOICES[0])?.[1] ?? 900;
    this.buttons = CHOICES.map(([name, seconds]) => {
      const button = element("button", { type: "button" }, name);
      button.onclick = () => {
        this.seconds = seconds;
        this.marked = undefined;
        history.replaceState(null, "", `#${name}`);
        this.show();
      };
      return button;
    });
    this.root = element("span", { class: "choice", role: "group", "aria-label": "Time" }, ...this.buttons);
    this.press();
  }

  get isLive(): boolean {
    return this.marked === undefined;
  }

  /** Tests whether to ask again. Longer ranges change slowly and cost more, so they are asked for less often. */
  isDue(): boolean {
    const every = this.seconds <= 3600 ? 10 : 60;
    return Date.now() / 1000 - this.askedAt >= every;
  }

  /** Returns the range in whole steps, so that points which were shown before do not move. */
  range(): Range {
    this.askedAt = Date.now() / 1000;
    const to = this.marked?.to ?? this.askedAt;
    const from = this.marked?.from ?? to - this.seconds;
    const step = Math.max(SMALLEST_STEP_SECONDS, Math.ceil((to - from) / POINTS));
    return { from: Math.floor(from / step) * step, to: Math.floor(to / step) * step, step };
  }

  readonly zoom = (from: number, to: number): void => {
    if (to - from < 2 * SMALLEST_STEP_SECONDS) return;
    this.marked = { from, to };
    this.show();
  };

  private show(): void {
    this.press();
    this.changed();
  }

  private press(): void {
    this.buttons.forEach((button, index) => {
      button.setAttribute("aria-pressed", String(this.isLive && CHOICES[index]?.[1] === this.seconds));
    });
  }
}
