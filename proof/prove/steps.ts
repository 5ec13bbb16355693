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
    const { status, reason }: Pick<StepResult, "status" | "reason"> = await run()
      .then((good) => {
        if (signal?.aborted) throw new Error("interrupted");
        return { status: good ? "pass" : "fail" } as const;
      })
      .catch((error: unknown) => ({ status: "broken", reason: messageOf(error) }));
    const seconds = (Date.now() - started) / 1000;
    results.push({ name, status, seconds, ...(reason !== undefined && { reason }) });
    print(`== ${name}: ${status}, ${seconds.toFixed(0)} s${reason === undefined ? "" : `\n${reason}`}`);
    if (status === "broken") break;
  }
  return results;
}
