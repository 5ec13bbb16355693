import type { Sample } from "../../../proof/load/history";
import { summarize } from "../../../proof/load/statistics";
import type { Seen } from "../../../proof/load/users";
import { History } from "../../../proof/months/history";
import { paceOf } from "../../../proof/months/pace";
import { type Lived, missed, wasInDying } from "../../../proof/months/result";
import type { Snapshot, Value } from "../../../proof/months/snapshot";
import { monthsTable } from "../../../proof/months/table";

const BEGAN = 1_790_000_000_000;
const creation: Sample = {
  ...{ endpoint: "POST /api/session", atMs: 60_000, sentMs: 60_000, latencyMs: 40 },
  ...{ status: 502, good: false, poisoned: false },
};

/** A life of forty samples with ten recyclings each, in which an instance panics at the second 60. */
function lived(samples: readonly Sample[], more: (sample: number) => readonly Value[] = () => []): Lived {
  const history = new History();
  const snapshot = (sample: number): Snapshot => ({
    machine: "app-1",
    values: [{ kind: "memory", subject: "docker.service", value: 60_000 }, ...more(sample)],
    counters: { 'bingo_instance_recycles_total{instance="bingo-1",result="done"}': 7 + 10 * sample },
    failed: [],
    events:
      sample === 4
        ? [{ at: BEGAN + 60_020, machine: "app-1", source: "docker", text: "bingo-1 die with status 2" }]
        : [],
  });
  history.begin(snapshot(0));
  for (let sample = 1; sample <= 40; sample++) history.add([snapshot(sample)]);
  const failed = samples.filter(({ good }) => !good);
  const seen: Seen = {
    ...{ summary: summarize(samples), lateShare: 0, beganAt: BEGAN, slow: [] },
    ...{ failed, failures: failed.map(({ endpoint }) => endpoint) },
  };
  const wanted = { recyclings: 400, deaths: 1, hours: 1, rate: 30 };
  const pace = paceOf({ young: 180, old: 540 }, 0.01);
  return { wanted, pace, history, seen, chores: [], days: 14, unread: [], seconds: 600 };
}

const good: Sample = { ...creation, status: 200, good: true };

it("holds when enough has happened, nothing grew and nothing failed", () => {
  expect(missed(lived([good]))).toEqual([]);
  expect(monthsTable(lived([good]))).toContain("- missed: nothing\n");
});

it("counts from the begin", () => {
  expect(lived([good]).history.recyclings).toBe(400);
});

it("misses recyclings and deaths that have not happened", () => {
  const life = lived([good]);
  expect(missed({ ...life, wanted: { ...life.wanted, recyclings: 5000, deaths: 130 } })).toEqual([
    "400 recyclings of at least 5000",
    "1 deaths of at least 130",
  ]);
});

it("does not count a creation that was in the dying process", () => {
  expect(missed(lived([good, creation]))).toEqual([]);
});

it.each<[string, Sample]>([
  ["another request", { ...creation, endpoint: "GET /api/session/{id}" }],
  ["another moment", { ...creation, atMs: 70_000 }],
  ["another end", { ...creation, status: 0, error: "UND_ERR_SOCKET" }],
])("counts a failure of %s", (_, sample) => {
  const life = lived([good, sample]);
  expect(wasInDying(sample, BEGAN, life.history.ends)).toBe(false);
  expect(missed(life)).toHaveLength(1);
});

it("finds what grows, with its machine and both values", () => {
  const life = lived([good], (sample) => [{ kind: "open files", subject: "docker.service", value: 20 + 2 * sample }]);
  expect(missed(life)).toEqual(["app-1: docker.service: open files from 46 to 94"]);
  expect(monthsTable(life)).toMatch(
    /\| app-1 \| docker \| 58.6 \| 58.6 \| 0.0 \| 46 \| 94 \| \*\*grows\*\*: open files \|/,
  );
});

it("lets grow what has a limit, up to that", () => {
  const journal = (most: number) => (sample: number) => [
    { kind: "kilobytes", subject: "/var/log/journal", value: (most * sample) / 40 } as const,
  ];
  expect(missed(lived([good], journal(500_000)))).toEqual([]);
  expect(missed(lived([good], journal(700_000)))).toHaveLength(1);
  expect(monthsTable(lived([good], journal(500_000)))).toContain("has a limit: SystemMaxUse of journald");
});

it("says nothing of what comes and goes", () => {
  const seldom = (sample: number): readonly Value[] =>
    sample % 2 === 0 ? [{ kind: "memory", subject: "sometimes.service", value: 9000 * sample }] : [];
  expect(monthsTable(lived([good], seldom))).not.toContain("sometimes");
});

it("shows no folder in which nothing is", () => {
  const empty: readonly Value[] = [
    { kind: "kilobytes", subject: "/var/lib/docker", value: 4 },
    { kind: "files", subject: "/var/lib/docker", value: 1 },
  ];
  expect(monthsTable(lived([good], () => empty))).not.toContain("/var/lib/docker");
});
