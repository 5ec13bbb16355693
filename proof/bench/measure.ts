import { performance } from "node:perf_hooks";
import { HttpClient } from "../load/http-client";
import { idsAt, type Ids } from "../load/ids";
import { MixedUsers } from "../load/mixed-users";
import { openLoop } from "../load/open-loop";
import { get, isGood } from "../load/request";
import type { ServiceUrl } from "../load/service-url";
import { climb, highest, type Step } from "./capacity/highest-rate";
import { loadAt, stepText } from "./capacity/load";
import { latenciesIn } from "./latencies";
import type { Latencies } from "./result";

/** How long each measurement takes. */
export interface BenchPlan {
  readonly peakSeconds: number;
  /** Seconds of each step towards the highest rate. */
  readonly stepSeconds: number;
  /** Seconds of load before and after each drill. */
  readonly steadySeconds: number;
  readonly quick: boolean;
}

export const FULL: BenchPlan = { peakSeconds: 60, stepSeconds: 60, steadySeconds: 5, quick: false };
export const QUICK: BenchPlan = { peakSeconds: 10, stepSeconds: 20, steadySeconds: 3, quick: true };

const PEAK_RATE = 120;
/** bingo's own limit is 100 a second for a process. */
const RATES = [60, 90, 120, 150, 180, 240, 300, 340, 380] as const;

/** Measures a service that answers. */
export class Measurement {
  private constructor(
    private readonly target: ServiceUrl,
    readonly ids: Ids,
    private readonly plan: BenchPlan,
  ) {}

  static async of(target: ServiceUrl, plan: BenchPlan): Promise<Measurement> {
    return new Measurement(target, await patientIds({ ...target, timeoutSeconds: 90 }), plan);
  }

  async latencies(): Promise<readonly Latencies[]> {
    const { samples } = await this.load(PEAK_RATE, this.plan.peakSeconds, 600);
    return latenciesIn(samples);
  }

  /** Measures GET /api/session. @returns median in seconds; Infinity when it fails more often than not */
  async bigList(): Promise<number> {
    const client = new HttpClient({ ...this.target, timeoutSeconds: 90 });
    const seconds: number[] = [];
    for (let n = 0; n < 3; n += 1) {
      const started = performance.now();
      const answer = await client.exchange(get("GET /api/session"));
      seconds.push(isGood(get("GET /api/session"), answer) ? (performance.now() - started) / 1000 : Infinity);
    }
    await client.close();
    return seconds.sort((a, b) => a - b)[1] ?? Infinity;
  }

  /** Finds the highest rate that is carried; undefined: not even the first. */
  async highestRate(print: (line: string) => void): Promise<Step | undefined> {
    const steps = await climb(async (rate) => {
      const step = await loadAt(this.target, this.ids, rate, this.plan.stepSeconds);
      print(stepText(step));
      return step;
    }, RATES);
    return highest(steps);
  }

  private load(rate: number, durationSeconds: number, listEvery: number): ReturnType<typeof openLoop> {
    return openLoop({ target: this.target, rate, durationSeconds, source: new MixedUsers(this.ids, { listEvery }) });
  }
}

/** Retries, because without indexes the list of sessions meets the 20 s limit of the service more often than not. */
async function patientIds(target: ServiceUrl, attempts = 10): Promise<Ids> {
  return idsAt(target).catch((error: unknown) => {
    if (attempts === 1) throw error;
    return patientIds(target, attempts - 1);
  });
}
