import type { MachineFacts } from "../facts";
import { notMeasured, sharing, type Finding, type Row } from "./requirement";

/** Point 11: clocks. */
export const CLOCKS: readonly Row[] = sharing({ point: 11, limit: { atMost: 1 }, unit: "s off" }, [
  {
    id: "clock",
    text: "Correct clocks: the header Date beside this machine's clock",
    needs: ["front"],
    finding: ({ facts: { clock } }) =>
      clock ? furthestOff([{ machine: "the edge", bounds: clock }]) : notMeasured("no answer had a header Date"),
  },
  {
    id: "clock-machines",
    text: "Correct clocks: every machine's beside this machine's",
    reach: "machines",
    needs: ["machines-before"],
    finding: ({ facts: { machines } }) => (machines ? furthestOff(machines.clocks) : notMeasured()),
  },
]);

/** By how many seconds the worst clock is certainly wrong. */
function furthestOff(clocks: MachineFacts["clocks"]): Finding {
  const off = clocks.map(({ bounds: { atLeastMs, atMostMs } }) => Math.max(0, atLeastMs, -atMostMs) / 1000);
  const ranges = clocks.map(({ machine, bounds: { atLeastMs, atMostMs } }) => {
    return `${machine} ${seconds(atLeastMs)} to ${seconds(atMostMs)}`;
  });
  return { value: Math.max(0, ...off), detail: ranges.join(", ") };
}

function seconds(ms: number): string {
  return `${ms > 0 ? "+" : ""}${(ms / 1000).toFixed(2)} s`;
}
