import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { play } from "../../../proof/alerts/drill";
import { ACTS, LAST, PATIENT } from "../../../proof/alerts/scenes";
import { PROJECT_ROOT } from "../../../config/paths";
import type { Lab } from "../../../lab";
import { Prometheus } from "../../../monitoring/prometheus";

interface Rules {
  readonly groups: readonly { readonly rules: readonly { readonly alert?: string }[] }[];
}
interface RuleTests {
  readonly tests: readonly {
    readonly alert_rule_test?: readonly { readonly alertname: string; readonly exp_alerts: readonly unknown[] }[];
  }[];
}

const RULES = parse(
  readFileSync(join(PROJECT_ROOT, "templates/edge/root/etc/prometheus/rules/alerts.yml"), "utf8"),
) as Rules;
const ALERTS = RULES.groups.flatMap(({ rules }) => rules.flatMap(({ alert }) => alert ?? []));
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
  expect(ALERTS.filter((alert) => !at(false).has(alert))).toEqual([]);
});

it("every alert has a scene that makes it fire in a lab, and no scene waits for an alert that is not there", () => {
  const played = [...ACTS.flat(2), ...PATIENT, ...LAST].flatMap(({ alerts }) => alerts);
  expect(played.sort()).toEqual([...ALERTS].sort());
});

/** The scenes below need none. */
const NO_LAB = Object.create(null) as Lab;

describe("a scene", () => {
  /** A Prometheus where the alert fires between cause and cure, or never. */
  const playOne = (works: boolean) => {
    let wrong = false;
    const answer = () => ({
      status: "success",
      data: { alerts: wrong && works ? [{ state: "firing", labels: { alertname: "A" } }] : [] },
    });
    const prometheus = new Prometheus(() => Promise.resolve(answer()));
    const scene = {
      what: "it",
      alerts: ["A"],
      cause: () => Promise.resolve((wrong = true)),
      cure: () => Promise.resolve((wrong = false)),
    };
    return play([[scene]], { lab: NO_LAB, prometheus, tell: () => undefined, limitSeconds: 1, everyMs: 30 });
  };

  it("gives the times from cause to alert and from cure to silence", async () => {
    const [outcome] = await playOne(true);
    expect(outcome?.firedSeconds).toBeGreaterThan(0);
    expect(outcome?.clearedSeconds).toBeGreaterThan(0);
  }, 30_000);

  it("says when the alert has not fired", async () => {
    expect((await playOne(false))[0]).not.toHaveProperty("firedSeconds");
  }, 30_000);
});
