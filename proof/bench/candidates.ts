import type { LabOptions } from "../../lab";

/** An installation that is measured. */
export interface Candidate {
  /** Title of its column. */
  readonly title: string;
  /** Name of its lab. */
  readonly lab: string;
  readonly options: Pick<LabOptions, "app" | "overrides">;
}

/** This installation, and the settings of the public solution. */
export const CANDIDATES: readonly Candidate[] = [
  { title: "this installation", lab: "benchown", options: {} },
  {
    // The public solution has one container with 1 GB on each node.
    title: "baseline",
    lab: "benchbase",
    options: {
      app: "proof/bench/baseline/main.ts",
      overrides: { bingo: { instancesPerNode: 1, instanceMemoryMb: 1024 } },
    },
  },
];
