import type { Acceptance } from "../../proof/acceptance/accept";
import { FULL_DATA, type Subject } from "../../proof/acceptance/subject";
import type { Facts, Run } from "../../proof/acceptance/facts";
import { conclude, judgeRequirement, type Verdict } from "../../proof/acceptance/judge";
import type { Sample } from "../../proof/load/history";
import { FULL } from "../../proof/acceptance/plan";
import { requirements } from "../../proof/acceptance/requirements";

const SUBJECT: Subject = {
  http: "http://bingo.test",
  https: "https://bingo.test",
  curl: () => Promise.reject(new Error("not in this test")),
  prepared: FULL_DATA,
};

export function samples(count: number, changes: (n: number) => Partial<Sample> = () => ({})): Sample[] {
  return Array.from({ length: count }, (_, n) => {
    const base = { endpoint: "GET /db_dummy", status: 200, good: true, poisoned: false } as const;
    return { ...base, atMs: n * 10, sentMs: n * 10, latencyMs: 110, ...changes(n) };
  });
}

export function run(own: readonly Sample[], changes: Partial<Run> = {}): Run {
  const history = { startedAt: new Date(0), rate: 120, durationSeconds: 1, interrupted: false, samples: own };
  return { group: "GET /db_dummy alone", rate: "peak", way: "https keep-alive", history, ...changes };
}

/** The verdict of one row about these facts. */
export function verdict(id: string, facts: Facts, unfinished: Record<string, string> = {}): Verdict {
  const requirement = requirements(FULL, FULL_DATA).find((each) => each.id === id);
  if (!requirement) throw new Error(`no row ${id}`);
  return judgeRequirement(requirement, { facts, plan: FULL, subject: SUBJECT }, new Map(Object.entries(unfinished)));
}

export function acceptance(facts: Facts): Acceptance {
  const verdicts = requirements(FULL, FULL_DATA).map(({ id }) => verdict(id, facts));
  return {
    ...{ facts, verdicts, subject: SUBJECT, plan: FULL, startedAt: new Date(0), seconds: 400 },
    conclusion: conclude(verdicts, false),
    interrupted: false,
    left: [],
  };
}
