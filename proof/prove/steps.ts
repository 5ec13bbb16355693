import { messageOf } from "../../config/message-of";
/** One of the things that have to go well, one after the other. */
export interface Step {
  readonly name: string;
  /** Whether it was carried through and its verdict was good. Rejects when it could not be carried through. */
  readonly run: () => Promise<boolean>;
}

export interface StepResult {
  readonly name: string;
  readonly status: "pass" | "fail" | "broken";
  readonly seconds: number;
  /** What broke it. */
  readonly reason?: string;
}

/**
 * Runs steps in their order. One that fails its verdict does not keep the next from running; one that breaks does:
 * nothing after it would mean anything. So does an interruption, at the end of the step that it falls in.
 */
export async function runSteps(
  steps: readonly Step[],
  tell: (line: string) => void,
  signal?: AbortSignal,
): Promise<StepResult[]> {
  const results: StepResult[] = [];
  for (const { name, run } of steps) {
    tell(`== ${name}`);
    const started = Date.now();
    const seconds = (): number => (Date.now() - started) / 1000;
    try {
      const good = await run();
      if (signal?.aborted) throw new Error("interrupted");
      results.push({ name, status: good ? "pass" : "fail", seconds: seconds() });
    } catch (error) {
      const reason = messageOf(error);
      results.push({ name, status: "broken", seconds: seconds(), reason });
    }
    const { status, reason } = results.at(-1) ?? { status: "broken", reason: "" };
    tell(`== ${name}: ${status}, ${seconds().toFixed(0)} s${reason === undefined ? "" : `\n${reason}`}`);
    if (status === "broken") break;
  }
  return results;
}
