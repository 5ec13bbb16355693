import { messageOf } from "../../config/message-of";

/** A step of the proof. Steps run in order. */
export interface ProofStep {
  readonly name: string;
  /** Resolves to whether its verdict is good. Rejects when it could not be carried through. */
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
 * Runs steps in their order. After a bad verdict the next step runs all the same. After a step that broke none does, because
 * its result would mean nothing; an interruption breaks the step that it falls in, at the end of that step.
 */
export async function runSteps(
  steps: readonly ProofStep[],
  print: (line: string) => void,
  signal?: AbortSignal,
): Promise<StepResult[]> {
  const results: StepResult[] = [];
  for (const { name, run } of steps) {
    print(`== ${name}`);
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
    print(`== ${name}: ${status}, ${seconds().toFixed(0)} s${reason === undefined ? "" : `\n${reason}`}`);
    if (status === "broken") break;
  }
  return results;
}
