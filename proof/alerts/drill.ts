import { setTimeout as pause } from "node:timers/promises";
import type { Lab } from "../../lab";
import type { Prometheus } from "../../monitoring/prometheus";
import type { Lane, Scene } from "./scene";

export interface Outcome {
  readonly alert: string;
  readonly scene: Scene;
  /** Seconds from the cause; undefined: not within the limit. */
  readonly firedSeconds?: number;
  /** Seconds from the cure; undefined: not within the limit. */
  readonly clearedSeconds?: number;
}

export interface DrillOptions {
  readonly lab: Lab;
  readonly prometheus: Prometheus;
  readonly tell: (line: string) => void;
  /** @default 1500: an instance has to grow old */
  readonly limitSeconds?: number;
  /** How often Prometheus is asked. @default 3000 */
  readonly everyMs?: number;
}

/** Plays the lanes at the same time, each scene after the one before it. */
export async function play(lanes: readonly Lane[], options: DrillOptions): Promise<readonly Outcome[]> {
  const watch = new Watch(options.prometheus, options.everyMs ?? 3000);
  try {
    const all = await Promise.all(
      lanes.map(async (lane) => {
        const outcomes: Outcome[] = [];
        for (const scene of lane) outcomes.push(...(await playScene(scene, watch, options)));
        return outcomes;
      }),
    );
    return all.flat();
  } finally {
    watch.end();
  }
}

async function playScene(
  scene: Scene,
  watch: Watch,
  { lab, tell, limitSeconds = 1500 }: DrillOptions,
): Promise<readonly Outcome[]> {
  tell(`${scene.what} ...`);
  await scene.prepare?.(lab);
  const fired = await timed(
    () => scene.cause(lab),
    scene.alerts.map((alert) => () => watch.until(alert, true, limitSeconds)),
  ).catch(async (error: unknown) => {
    // Half of it may have happened.
    await scene.cure(lab).catch(() => undefined);
    throw error;
  });
  fired.forEach((seconds, index) => {
    tell(
      `  ${scene.alerts[index] ?? ""} ${seconds === undefined ? "HAS NOT FIRED" : `fired after ${seconds.toFixed(0)} s`}`,
    );
  });
  const cleared = await timed(
    () => scene.cure(lab),
    scene.alerts.map((alert) => () => watch.until(alert, false, limitSeconds)),
  );
  cleared.forEach((seconds, index) => {
    tell(
      `  ${scene.alerts[index] ?? ""} ${seconds === undefined ? "STILL FIRES" : `cleared after ${seconds.toFixed(0)} s`}`,
    );
  });
  return scene.alerts.map((alert, index) => {
    const [firedSeconds, clearedSeconds] = [fired[index], cleared[index]];
    return {
      alert,
      scene,
      ...(firedSeconds !== undefined && { firedSeconds }),
      ...(clearedSeconds !== undefined && { clearedSeconds }),
    };
  });
}

/** Does something, then waits for all of the events. Seconds since it began; undefined: it did not come. */
async function timed(
  begin: () => Promise<unknown>,
  events: readonly (() => Promise<boolean>)[],
): Promise<readonly (number | undefined)[]> {
  const start = Date.now();
  await begin();
  return Promise.all(events.map(async (event) => ((await event()) ? (Date.now() - start) / 1000 : undefined)));
}

/** One question every few seconds, however many wait for its answer. */
class Watch {
  private firing = new Set<string>();
  private asked = 0;
  private ended = false;

  constructor(
    private readonly prometheus: Prometheus,
    private readonly everyMs: number,
  ) {
    void this.ask();
  }

  /** Whether the alert fires, or does not any more, within the time. */
  async until(alert: string, firing: boolean, limitSeconds: number): Promise<boolean> {
    // What is known may be from before the cause.
    const from = this.asked + 1;
    const end = Date.now() + limitSeconds * 1000;
    while (this.asked <= from || this.firing.has(alert) !== firing) {
      if (Date.now() > end) return false;
      await pause(this.everyMs / 3);
    }
    return true;
  }

  end(): void {
    this.ended = true;
  }

  private async ask(): Promise<void> {
    while (!this.ended) {
      try {
        const alerts = await this.prometheus.alerts();
        this.firing = new Set(
          alerts.filter(({ state }) => state === "firing").map(({ labels }) => labels["alertname"] ?? ""),
        );
        this.asked++;
      } catch {
        // Under a disaster the answer may take longer than it is waited for.
      }
      // The process may end meanwhile.
      await pause(this.everyMs, undefined, { ref: false });
    }
  }
}
