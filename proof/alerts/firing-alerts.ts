import type { Prometheus } from "../../monitoring/prometheus";
import type { Clock } from "../../lab";

/** The alerts that fire now. Asks Prometheus every few seconds, however many wait for the answer. */
export class FiringAlerts {
  private firing = new Set<string>();
  private answers = 0;
  private readonly ended = new AbortController();

  /** @param everyMs how often Prometheus is asked */
  constructor(
    private readonly prometheus: Prometheus,
    private readonly everyMs: number,
    private readonly clock: Clock,
  ) {
    void this.ask();
  }

  /** Waits until an alert fires, or until it does not. @returns false: not within the limit */
  async until(alert: string, firing: boolean, limitSeconds: number): Promise<boolean> {
    // What is known may be from before the cause.
    const from = this.answers + 1;
    const end = this.clock.now() + limitSeconds * 1000;
    while (this.answers <= from || this.firing.has(alert) !== firing) {
      if (this.clock.now() > end) return false;
      await this.clock.pause(this.everyMs / 3000);
    }
    return true;
  }

  end(): void {
    this.ended.abort();
  }

  private async ask(): Promise<void> {
    while (!this.ended.signal.aborted) {
      try {
        const alerts = await this.prometheus.alerts();
        this.firing = new Set(
          alerts.filter(({ state }) => state === "firing").map(({ labels }) => labels["alertname"] ?? ""),
        );
        this.answers++;
      } catch {
        // In an outage the answer may take longer than the time-out.
      }
      await this.clock.pause(this.everyMs / 1000, this.ended.signal).catch(() => undefined);
    }
  }
}
