import { InvalidArgumentError } from "commander";

/** An option's value: a share of the full data, above 0 and at most 1. @throws InvalidArgumentError */
export function share(text: string): number {
  const value = Number(text);
  if (value > 0 && value <= 1) return value;
  throw new InvalidArgumentError("expected a number above 0 and at most 1.");
}
