/**
 * What is known of a thing that a deployment needs. `warning`: it may go on, but something will be missing. `not checked`:
 * nobody could be asked, so nothing is known.
 */
export type Verdict = "ok" | "wrong" | "warning" | "not checked";

/** What a check has found. */
export interface Finding {
  readonly verdict: Verdict;
  /** What was found, beside what was expected. */
  readonly text: string;
  /** What to type or to change. */
  readonly remedy?: string;
}

/** One thing that a deployment needs. */
export interface Check {
  /** For example `quotas`. */
  readonly name: string;
  /** Looks. What it throws is the reason why it could not: the thing then is not checked. */
  readonly look: () => Promise<readonly Finding[]> | readonly Finding[];
}

export function ok(text: string): Finding {
  return { verdict: "ok", text };
}

/** @param remedy left out where the text says it */
export function wrong(text: string, remedy?: string): Finding {
  return { verdict: "wrong", text, ...(remedy !== undefined && { remedy }) };
}

export function warning(text: string, remedy: string): Finding {
  return { verdict: "warning", text, remedy };
}

export function notChecked(text: string): Finding {
  return { verdict: "not checked", text };
}
