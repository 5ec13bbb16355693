import { held, type Result, waysOf } from "../run";

/** A result for who waits for it, with what failed. */
export function changeText(result: Result): string {
  const { change } = result;
  return [`${held(result) ? "held" : "FAILED"}  ${change.id}`, ...explained(result)].join("\n");
}

/** What each deployment of a change did, what failed meanwhile, and why it ended. */
export function explained(result: Result): readonly string[] {
  const { change } = result;
  return waysOf(result).flatMap(({ steps, failures, requests, seconds, lateShare, error }) => [
    `  ${seconds.toFixed(0)} s; ${failures.length} of ${requests} failed; ${(100 * lateShare).toFixed(1)} % late`,
    ...steps.map((step) => `    ${step}`),
    ...failures.slice(0, 20).map((failure) => `    ${failure}`),
    ...(error === undefined || (change.refused?.test(error) ?? false) ? [] : [error]),
  ]);
}
