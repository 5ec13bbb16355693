import { z } from "zod";

interface Words {
  readonly description: string;
  /** What may be written, in words. */
  readonly allowed: string;
}

/** A string that matches a pattern. */
export function text(pattern: RegExp, words: Words) {
  return z
    .string()
    .regex(pattern)
    .meta({ ...words });
}

/** A whole number from `first` to `last`. */
export function wholeNumber(first: number, last: number, words: Omit<Words, "allowed"> & { readonly unit?: string }) {
  return z
    .int()
    .min(first)
    .max(last)
    .meta({ ...words, allowed: `a whole number from ${first} to ${last}` });
}
