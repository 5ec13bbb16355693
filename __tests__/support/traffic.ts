import { subscribe, unsubscribe } from "node:diagnostics_channel";

/** What undici reports of each request: its begin, and one of two ends. */
const BEGIN = "undici:request:create";
const ENDS = ["undici:request:trailers", "undici:request:error"];

/** Requests of this process, for a clock that stands still while one of them is on its way. */
export class Traffic {
  private readonly open = new Set<unknown>();
  private held = 0;

  constructor() {
    subscribe(BEGIN, this.begin);
    for (const end of ENDS) subscribe(end, this.end);
  }

  /** Whether each request is answered, or held by its server. */
  get settled(): boolean {
    return this.open.size === this.held;
  }

  /** Holds a request at its server until `released`. */
  async hold(released: Promise<unknown>): Promise<void> {
    this.held++;
    await released;
    this.held--;
  }

  close(): void {
    unsubscribe(BEGIN, this.begin);
    for (const end of ENDS) unsubscribe(end, this.end);
  }

  private readonly begin = (message: unknown): void => {
    this.open.add((message as { request: unknown }).request);
  };

  private readonly end = (message: unknown): void => {
    this.open.delete((message as { request: unknown }).request);
  };
}
