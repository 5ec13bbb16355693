import builder from "junit-report-builder";

/** What was judged together, for one suite of JUnit. */
export interface TestSuite {
  readonly name: string;
  readonly startedAt?: Date;
  readonly seconds?: number;
  readonly cases: readonly TestCase[];
}

/** One thing that was judged. */
export interface TestCase {
  /** Groups cases where they are shown, for example `drills.panic-operation`. */
  readonly className: string;
  readonly name: string;
  /** Broken: it could not be judged because something went wrong. Not measured: it was not possible here. */
  readonly status: "pass" | "fail" | "broken" | "not measured";
  /** Why it failed or broke. */
  readonly message?: string;
  /** What kind of failure it is. */
  readonly type?: string;
  /** What was measured. */
  readonly output?: string;
  readonly seconds?: number;
}

/** Writes suites as JUnit XML, for CI. What was not measured counts as skipped. */
export function junitXml(suites: readonly TestSuite[]): string {
  const report = builder.newBuilder();
  for (const { name, startedAt, seconds, cases } of suites) {
    const suite = report.testSuite().name(name);
    if (startedAt) suite.timestamp(startedAt);
    if (seconds !== undefined) suite.time(seconds);
    for (const each of cases) {
      const one = suite.testCase().className(each.className).name(each.name);
      if (each.seconds !== undefined) one.time(each.seconds);
      if (each.output !== undefined) one.standardOutput(each.output);
      if (each.status === "fail") one.failure(each.message, each.type);
      if (each.status === "broken") one.error(each.message);
      if (each.status === "not measured") one.skipped();
    }
  }
  return report.build();
}
