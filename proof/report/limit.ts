/** What a measured value is held against, in the value's own unit. */
export type Limit = { readonly atMost: number } | { readonly atLeast: number } | { readonly exactly: number };

/** Whether a value keeps to its limit; the limit itself is allowed. */
export function holds(limit: Limit, value: number): boolean {
  if ("atMost" in limit) return value <= limit.atMost;
  if ("atLeast" in limit) return value >= limit.atLeast;
  return value === limit.exactly;
}
