import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import type { AlertCase } from "../../../proof/alerts/alert-case";
import { SCHEDULE, scheduleOf } from "../../../proof/alerts/schedule";
import { measureTimings } from "../../../proof/alerts/timing";
import { PROJECT_ROOT } from "../../../config/paths";
import type { Lab } from "../../../lab";
import { Prometheus } from "../../../monitoring/prometheus";
import { FakeClock } from "../../support/fake-clock";

interface Rules {
  readonly groups: readonly { readonly rules: readonly { readonly alert?: string }[] }[];
}
interface RuleTests {
  readonly tests: readonly {
    readonly alert_rule_test?: readonly { readonly alertname: string; readonly exp_alerts: readonly unknown[] }[];
  }[];
}

const RULES = join(PROJECT_ROOT, "templates/edge/root/etc/prometheus/rules");
const ALERTS = readdirSync(RULES)
  .map((name) => parse(readFileSync(join(RULES, name), "utf8")) as Rules)
  .flatMap(({ groups }) => groups)
  .flatMap(({ rules }) => rules.flatMap(({ alert }) => alert ?? []));
/** Fires always: that is its purpose. */
const NEVER_SILENT = "Watchdog";
const TESTS = join(PROJECT_ROOT, "__tests__", "templates", "edge", "rules");

it("every alert fires in a test of the rules, and is silent in one", () => {
  const tested = readdirSync(TESTS).flatMap((name) =>
    (parse(readFileSync(join(TESTS, name), "utf8")) as RuleTests).tests.flatMap(
      ({ alert_rule_test = [] }) => alert_rule_test,
    ),
  );
  const at = (fires: boolean) =>
    new Set(tested.filter(({ exp_alerts }) => exp_alerts.length > 0 === fires).map(({ alertname }) => alertname));
  expect(ALERTS.filter((alert) => !at(true).has(alert))).toEqual([]);
  expect(ALERTS.filter((alert) => !at(false).has(alert))).toEqual([NEVER_SILENT]);
});

it("every alert has an entry in the run-book, and no entry is about an alert that is not there", () => {
  const book = readFileSync(join(PROJECT_ROOT, "docs", "run-book.md"), "utf8");
  const entries = Array.from(book.matchAll(/^### (\S+)\n([^]*?)(?=^##|(?![^]))/gm), ([, name = "", text = ""]) => ({
    name,
    text,
  }));
  expect(entries.map(({ name }) => name).sort()).toEqual([...ALERTS].sort());
  // What it means, what to look at, what to type.
  const incomplete = entries.filter(({ text }) => !/^Look at: \S/m.test(text) || !/^ {4}\S/m.test(text));
  expect(incomplete.map(({ name }) => name)).toEqual([]);
});

it("every alert has a case that makes it fire in a lab, and no case waits for an alert that is not there", () => {
  const { rounds, beside, last } = SCHEDULE;
  const scheduled = [...rounds.flat(2), ...beside.flat(), ...last].flatMap(({ alerts }) => alerts);
  expect(scheduled.sort()).toEqual([...ALERTS].sort());
});

it("schedules the cases of chosen alerts alone", () => {
  const { rounds, beside, last } = scheduleOf(SCHEDULE, ["UnitFailed", "ErrorShareHigh", "AlertsNotSent"]);
  expect(rounds.map((round) => round.flat().map(({ what }) => what))).toEqual([
    ["chronyd is killed"],
    ["PostgreSQL is stopped"],
    [],
  ]);
  expect([beside.flat().length, last.length]).toEqual([0, 1]);
});

/** The cases below need none. */
const NO_LAB = Object.create(null) as Lab;

describe("measureTimings", () => {
  /** What was caused and cured, in order. */
  let done: string[];
  /** Alerts whose cause is there. */
  let wrong: Set<string>;

  beforeEach(() => {
    done = [];
    wrong = new Set();
  });

  function alertCase(alert: string, changes: Partial<AlertCase> = {}): AlertCase {
    const cause = (): Promise<void> => {
      done.push(`${alert} caused`);
      wrong.add(alert);
      return Promise.resolve();
    };
    const cure = (): Promise<void> => {
      done.push(`${alert} cured`);
      wrong.delete(alert);
      return Promise.resolve();
    };
    return { what: alert, alerts: [alert], cause, cure, ...changes };
  }

  /** With a Prometheus where an alert fires between cause and cure, but for those that never do. */
  function measured(schedule: Partial<typeof SCHEDULE>, silent: readonly string[] = [], lines: string[] = []) {
    const answer = () => {
      const firing = [...wrong].filter((alert) => !silent.includes(alert));
      const alerts = firing.map((alertname) => ({ state: "firing", labels: { alertname } }));
      return Promise.resolve({ status: "success", data: { alerts } });
    };
    return measureTimings(
      { rounds: [], beside: [], last: [], ...schedule },
      {
        ...{ lab: NO_LAB, prometheus: new Prometheus(answer), limitSeconds: 1, everyMs: 30, clock: new FakeClock() },
        print: (line) => lines.push(line),
      },
    );
  }

  it("gives the times from cause to alert and from cure to silence", async () => {
    const lines: string[] = [];
    const [timing] = await measured({ last: [alertCase("A")] }, [], lines);
    expect(timing?.firedSeconds).toBeGreaterThan(0);
    expect(timing?.clearedSeconds).toBeGreaterThan(0);
    expect(lines).toEqual(["A ...", "  A fired after 0 s", "  A cleared after 0 s"]);
  });

  it("believes those outside where Prometheus cannot tell", async () => {
    const seen = (_: Lab, rings: boolean): Promise<boolean> => Promise.resolve(wrong.has("A") === rings);
    const [timing] = await measured({ last: [alertCase("A", { seen })] }, ["A"]);
    expect(timing).toHaveProperty("firedSeconds");
    expect(timing).toHaveProperty("clearedSeconds");
    const [unseen] = await measured({ last: [alertCase("A", { seen: () => Promise.resolve(false) })] });
    expect(unseen).not.toHaveProperty("firedSeconds");
  });

  it("says when the alert has not fired", async () => {
    const lines: string[] = [];
    expect((await measured({ last: [alertCase("A")] }, ["A"], lines))[0]).not.toHaveProperty("firedSeconds");
    expect(lines).toContain("  A HAS NOT FIRED");
  });

  it("runs rounds in turn, their sequences and what is beside them at the same time, and the last at the end", async () => {
    const rounds = [[[alertCase("A"), alertCase("B")], [alertCase("C")]], [[alertCase("D")]]];
    const timings = await measured({ rounds, beside: [[alertCase("E")]], last: [alertCase("F")] });
    expect(timings.map(({ alert }) => alert)).toEqual(["A", "B", "C", "D", "E", "F"]);
    const at = (event: string): number => done.indexOf(event);
    expect(done.slice(0, 3).sort()).toEqual(["A caused", "C caused", "E caused"]);
    expect(at("B caused")).toBeGreaterThan(at("A cured"));
    expect(at("D caused")).toBeGreaterThan(Math.max(at("B cured"), at("C cured")));
    expect(done.slice(-2)).toEqual(["F caused", "F cured"]);
  });

  it("cures what was half caused", async () => {
    const cause = (): Promise<void> => Promise.reject(new Error("half caused"));
    await expect(measured({ last: [alertCase("A", { cause })] })).rejects.toThrow("half caused");
    expect(done).toEqual(["A cured"]);
  });
});
