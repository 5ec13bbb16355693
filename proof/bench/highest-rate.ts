import type { Summary } from "../load/statistics";

/** A rate with a higher share of errors is not carried. */
const ERROR_SHARE = 0.01;

/**
 * Finds the highest rate that is carried with at most 1 % errors, as are all rates below it: users do not skip a rate.
 *
 * @param load loads the service at a rate
 * @param rates ascending, in requests per second
 * @returns 0 when not even the first is carried
 */
export async function highestRate(
  load: (rate: number) => Promise<Pick<Summary, "errorShare">>,
  rates: readonly number[],
): Promise<number> {
  let highest = 0;
  for (const rate of rates) {
    if ((await load(rate)).errorShare > ERROR_SHARE) break;
    highest = rate;
  }
  return highest;
}
