import type { Change } from "./change";
import { changeText } from "./report/text";
import { type Result, runChange, type Site } from "./run";

/** Requests per second of the users, where nothing else is asked for. */
export const RATE = 120;

export interface ChangesOptions {
  /** Receives what each change came to, when it is known. */
  readonly print: (text: string) => void;
  /** Ends it behind the change that is under way. @default never */
  readonly signal?: AbortSignal;
}

/** Makes changes one after the other, each there and back, in a lab that is up. */
export async function runChanges(
  changes: readonly Change[],
  site: Site,
  { print, signal }: ChangesOptions,
): Promise<Result[]> {
  const results: Result[] = [];
  for (const change of changes) {
    if (signal?.aborted) break;
    const result = await runChange(change, site);
    results.push(result);
    print(changeText(result));
  }
  return results;
}
