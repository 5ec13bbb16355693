import type { Sample } from "../../proof/load/history";
import type { Attempt } from "../../proof/drills/events/access-log";
import type { Ledger } from "../../proof/drills/ledger";
import type { Marks, DrillRun } from "../../proof/drills/drill-run";
import type { Instance } from "../../proof/drills/site";

/** A load began at this moment, Unix time in ms. */
export const START = 1_000_000;
/** And something broke 3 s later. */
export const INJECTED = START + 3000;

export const INSTANCES: readonly Instance[] = ["app-1", "app-2"].flatMap((machine, node) =>
  [1, 2].map((n) => ({ machine, name: `bingo-${n}`, address: `10.130.0.1${node + 1}:808${n}` })),
);

export const [FIRST = "", SECOND = ""] = INSTANCES.map(({ address }) => address);

/** Ten requests a second for ten seconds, all well, but for what is laid over single ones by their index. */
export function samples(changes: Readonly<Record<number, Partial<Sample>>> = {}): Sample[] {
  return Array.from({ length: 100 }, (_, index) => ({
    endpoint: "GET /ping",
    atMs: index * 100,
    sentMs: index * 100,
    latencyMs: 5,
    status: 200,
    good: true,
    poisoned: false,
    ...changes[index],
  }));
}

export const FAILED: Partial<Sample> = { status: 502, good: false };

export function attempt(at: number, ok: boolean, instance = FIRST): Attempt {
  return { at, instance, ok, status: ok ? 200 : 502, endpoint: "GET /ping", only: false };
}

/** A run of a drill that no user noticed, apart from the changes. */
export function drillRun(changes: {
  readonly samples?: readonly Sample[];
  readonly attempts?: readonly Attempt[];
  readonly marks?: Partial<Marks>;
  readonly ledger?: Partial<Ledger>;
  readonly events?: DrillRun["events"];
  readonly unreadJournals?: readonly string[];
}): DrillRun {
  const history = { startedAt: new Date(START), rate: 10, durationSeconds: 10, interrupted: false };
  return {
    history: { ...history, samples: changes.samples ?? samples() },
    instances: INSTANCES,
    marks: { injected: INJECTED, recovered: INJECTED + 4000, ...changes.marks },
    notes: [{ at: new Date(INJECTED), text: "broke it" }],
    attempts: changes.attempts ?? [attempt(INJECTED + 10, false), attempt(INJECTED + 1500, true)],
    events: changes.events ?? [],
    unreadJournals: changes.unreadJournals ?? [],
    ledger: { created: 8, lost: [], doubled: 0, identified: 8, ...changes.ledger },
  };
}
