import { front } from "../acceptance/measure/front";
import { listsBefore } from "../acceptance/measure/lists";
import { longDummyAndLists } from "../acceptance/measure/long-dummy";
import type { Subject } from "../acceptance/subject";
import type { Checking } from "./checking";
import { FAULTS, LOADED } from "./facts";
import { alone, fault, operations, sessions } from "./measure/loads";
import { firstLook, secondLook } from "./measure/looks";
import { config, pings, root } from "./measure/single";
import { starts } from "./measure/starts";
import type { CheckerPlan } from "./plan";

export type StepId =
  | "front"
  | "root"
  | "ping"
  | "config"
  | "lists"
  | "look-1"
  | "steady"
  | (typeof LOADED)[number]
  | "sessions"
  | "operations"
  | (typeof FAULTS)[number]
  | "starts"
  | "look-2";

/** A part of the run. */
export interface CheckerStep {
  readonly id: StepId;
  /** Rough duration, from which the time left is shown. */
  readonly seconds: (plan: CheckerPlan) => number;
  readonly run: (checking: Checking) => Promise<void>;
  /** @default on every subject */
  readonly possible?: (subject: Subject) => boolean;
}

/** All parts of a run, in their order. */
export const STEPS: readonly CheckerStep[] = [
  { id: "front", seconds: () => 2, run: ({ first }) => front(first) },
  { id: "root", seconds: () => 1, run: root },
  { id: "ping", seconds: () => 1, run: pings },
  { id: "config", seconds: () => 1, run: config },
  {
    id: "lists",
    seconds: () => 10,
    run: async (checking) => {
      checking.lists = await listsBefore(checking.first);
    },
  },
  { id: "look-1", seconds: ({ lookSeconds }) => lookSeconds + 8, run: firstLook },
  {
    id: "steady",
    seconds: ({ acceptance }) => acceptance.longDummySeconds,
    run: ({ first }) => longDummyAndLists(first),
  },
  ...LOADED.map((endpoint): CheckerStep => {
    return { id: endpoint, seconds: ({ loadSeconds }) => loadSeconds, run: (checking) => alone(checking, endpoint) };
  }),
  { id: "sessions", seconds: ({ postSeconds }) => 3 * postSeconds, run: sessions },
  { id: "operations", seconds: ({ operationSeconds }) => operationSeconds, run: operations },
  ...FAULTS.flatMap((kind): readonly CheckerStep[] => {
    const load: CheckerStep = {
      id: kind,
      seconds: ({ pauseSeconds, operationSeconds }) => pauseSeconds + operationSeconds,
      run: (checking) => fault(checking, kind),
    };
    const possible = ({ machines }: Subject): boolean => machines !== undefined;
    return kind === "panic" ? [load, { id: "starts", seconds: () => 1, run: starts, possible }] : [load];
  }),
  { id: "look-2", seconds: ({ lookSeconds }) => lookSeconds + 6, run: secondLook },
];
