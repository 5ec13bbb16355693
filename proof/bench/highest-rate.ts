import type { Summary } from "../load/statistics";

/** Above it a rate is not carried. */
export const ERROR_SHARE = 0.01;

export interface Attempt {
  /** Requests per second. */
  readonly rate: number;
  readonly errorShare: number;
}

/**
 * The highest of the rates that is carried with at most 1 % errors, if all below it are: users do not skip a rate.
 *
 * @param load loads the service at a rate
 * @param rates ascending, in requests per second
 * @returns 0 when not even the first is carried
 */
export async function highestRate(
  load: (rate: number) => Promise<Pick<Summary, "errorShare">>,
  rates: readonly number[],
  tell: (attempt: Attempt) => void = () => undefined,
): Promise<number> {
  let highest = 0;
  for (const rate of rates) {
    const { errorShare } = await load(rate);
    tell({ rate, errorShare });
    if (errorShare > ERROR_SHARE) break;
    highest = rate;
  }
  return highest;
}
