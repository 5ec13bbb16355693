import type { Subject } from "./subject";
import type { List } from "../load/request";
import { alone, mixed, sessions } from "./measure/loads";
import type { Measuring } from "./measure/measuring";
import { front } from "./measure/front";
import { http3 } from "./measure/http3";
import { kept } from "./measure/kept";
import { listsAfter, listsBefore, type WholeList } from "./measure/lists";
import { longDummyAndLists } from "./measure/long-dummy";
import { machinesAfter, machinesBefore } from "./measure/machines";
import { ownRows } from "./measure/own-rows";
import { sampledRows } from "./measure/rows";
import { visibility } from "./measure/visibility";
import { AT_PEAK, type Plan } from "./plan";

export type StepId =
  | "front"
  | "http3"
  | "machines-before"
  | "lists"
  | "rows"
  | "visibility"
  | "own-rows"
  | "steady"
  | `alone ${(typeof AT_PEAK)[number]}`
  | "sessions"
  | "peak"
  | "sustained"
  | "kept"
  | "after"
  | "machines-after";

/** What a measurement leaves for later ones, besides the facts. */
export interface Shared {
  lists: ReadonlyMap<List, WholeList>;
}

/** A measurement that requirements need. */
export interface MeasuringStep {
  readonly id: StepId;
  /** Rough duration, from which the time left is shown. */
  readonly seconds: (plan: Plan) => number;
  readonly run: (measuring: Measuring, shared: Shared) => Promise<void>;
  /** @default on every subject */
  readonly possible?: (subject: Subject) => boolean;
}

/** All measurements, in the order in which they are made. */
export const STEPS: readonly MeasuringStep[] = [
  { id: "front", seconds: () => 2, run: front },
  { id: "http3", seconds: () => 2, run: http3 },
  { id: "machines-before", seconds: () => 8, run: machinesBefore, possible: ({ machines }) => machines !== undefined },
  {
    id: "lists",
    seconds: () => 10,
    run: async (measuring, shared) => {
      shared.lists = await listsBefore(measuring);
    },
  },
  { id: "rows", seconds: () => 2, run: (measuring, { lists }) => sampledRows(measuring, lists) },
  { id: "visibility", seconds: () => 8, run: (measuring, { lists }) => visibility(measuring, lists) },
  { id: "own-rows", seconds: () => 10, run: ownRows, possible: ({ machines }) => machines !== undefined },
  { id: "steady", seconds: ({ longDummySeconds }) => longDummySeconds, run: longDummyAndLists },
  ...AT_PEAK.map((endpoint): MeasuringStep => {
    return { id: `alone ${endpoint}`, seconds: ({ aloneSeconds }) => aloneSeconds, run: (b) => alone(b, endpoint) };
  }),
  { id: "sessions", seconds: ({ sessionSeconds }) => 2 * sessionSeconds, run: sessions },
  { id: "peak", seconds: ({ peakSeconds }) => peakSeconds, run: (measuring) => mixed(measuring, "peak") },
  {
    id: "sustained",
    seconds: ({ sustainedSeconds }) => sustainedSeconds,
    run: (measuring) => mixed(measuring, "sustained"),
  },
  { id: "kept", seconds: () => 5, run: kept },
  { id: "after", seconds: () => 4, run: listsAfter },
  { id: "machines-after", seconds: () => 8, run: machinesAfter, possible: ({ machines }) => machines !== undefined },
];
