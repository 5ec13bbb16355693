import type { StackJson } from "./synth";

/** A stack without what changes when no infrastructure does: user-data (golden files hold it) and its hash. */
export function sanitized(stack: StackJson | undefined): unknown {
  return JSON.parse(JSON.stringify(stack), (key, value: unknown) => {
    if (key === "//") return undefined;
    if (key === "user-data" && typeof value === "string") return "<user-data>";
    if (key === "sha256" && typeof value === "string" && /^[0-9a-f]{64}$/.test(value)) return "<sha256>";
    return value;
  });
}
