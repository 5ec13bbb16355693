import type { ClockBounds } from "../facts";
import { type Finding } from "./finding";

export function clock(all: readonly { readonly machine: string; readonly bounds: ClockBounds }[]): Finding {
  const each = all.map(({ machine, bounds: { atLeastMs, atMostMs } }) => {
    return {
      off: Math.max(0, atLeastMs, -atMostMs) / 1000,
      told: `${machine} ${seconds(atLeastMs)} to ${seconds(atMostMs)}`,
    };
  });
  return { value: Math.max(0, ...each.map(({ off }) => off)), detail: each.map(({ told }) => told).join(", ") };
}

function seconds(ms: number): string {
  return `${ms > 0 ? "+" : ""}${(ms / 1000).toFixed(2)} s`;
}
