/** What a measured value is held against, in the value's own unit. */
export type Limit = { readonly atMost: number } | { readonly atLeast: number } | { readonly exactly: number };

/** Whether a value keeps to its limit; the limit itself is allowed. */
export function holds(limit: Limit, value: number): boolean {
  if ("atMost" in limit) return value <= limit.atMost;
  if ("atLeast" in limit) return value >= limit.atLeast;
  return value === limit.exactly;
}

/** Formats a number with up to three significant digits; "-" when it is not finite. */
export function figure(value: number): string {
  if (!Number.isFinite(value)) return "-";
  const digits = Math.abs(value) >= 100 || Number.isInteger(value) ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toFixed(digits);
}

/** Formats a limit without its unit, which stands beside the measured value. */
export function limitText(limit: Limit): string {
  if ("atMost" in limit) return `at most ${figure(limit.atMost)}`;
  if ("atLeast" in limit) return `at least ${figure(limit.atLeast)}`;
  return figure(limit.exactly);
}

/** "1:05" of 65 seconds. */
export function clockTime(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** "2 × 502" and the like for each key of a count. */
export function countsText(counts: Readonly<Record<string, number>>): readonly string[] {
  return Object.entries(counts).map(([key, times]) => `${times} × ${key}`);
}
