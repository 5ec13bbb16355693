import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import execa from "execa";
import { PROJECT_ROOT } from "../../../config/paths";
import { FULL as ACCEPTANCE } from "../../../proof/acceptance/plan";
import type { CheckerPlan } from "../../../proof/checker/plan";
import { htmlReport } from "../../../proof/checker/report/html";
import { measured, textReport } from "../../../proof/checker/report/text";
import { runChecker, type CheckerResult } from "../../../proof/checker/run";
import { SILENT } from "../../../proof/report/progress";
import { FLAWED, type Flawed } from "../../support/checker-faults";
import { JudgedServices } from "../../support/judged-services";
import { EMAIL } from "../../support/stand-in-server";

/** Low rates, so that several services can be judged at once, and patience with machines that do much besides. */
const PLAN: CheckerPlan = {
  name: "self-test",
  connections: 15,
  loadSeconds: 3,
  operationSeconds: 1.5,
  pauseSeconds: 0.1,
  postSeconds: 1,
  pings: 3,
  lookSeconds: 1,
  acceptance: {
    ...ACCEPTANCE,
    peakRate: 2,
    sustainedRate: 6,
    lists: 2,
    longDummySeconds: 3,
    visibilityCycles: 3,
    p90Ms: 3000,
  },
};

/** Services that are judged at once. Each takes what this process gives, which is the service too. */
const AT_ONCE = 5;

jest.setTimeout(600_000);

const GOOD: Flawed = { name: "nothing", rows: [], says: /^$/ };
const services = new JudgedServices<CheckerResult>();
const { results } = services;

/** Judges all of them, and keeps the results for the tests. */
beforeAll(() =>
  services.judge(
    [GOOD, ...FLAWED],
    AT_ONCE,
    (subject) =>
      runChecker({ subject, plan: PLAN, email: EMAIL, progress: SILENT, signal: new AbortController().signal }),
    ({ name, rows }) => Object.keys(failures(name)).sort().join() === [...rows].sort().join(),
  ),
);

afterAll(() => services.stop());

function failures(name: string): Readonly<Record<string, string>> {
  const verdicts = results.get(name)?.verdicts ?? [];
  const failed = verdicts.filter(({ outcome }) => outcome === "fail");
  return Object.fromEntries(failed.map((verdict) => [verdict.row.id, measured(verdict).join("\n")]));
}

it("passes a service that is as it should be, but for what only its machines show", () => {
  expect(failures(GOOD.name)).toEqual({});
  const result = results.get(GOOD.name);
  const open = (result?.verdicts ?? []).filter(({ outcome }) => outcome === "not measured");
  expect(open.map(({ row: { id } }) => id)).toEqual(["start"]);
  expect(result?.conclusion).toBe("passed");
  expect(result?.left).toEqual([]);
});

it("draws every load, and sets its throughput beside that of instances", () => {
  const result = results.get(GOOD.name);
  if (!result) throw new Error("no result");
  const page = htmlReport(result);
  expect(page).not.toMatch(/NaN|undefined|Infinity|<script|<link|src=/);
  // Four endpoints, sessions, four times operations; rates and latencies of each.
  expect(page.match(/<svg /g)).toHaveLength(2 * 9);
  expect(textReport(result)).toMatch(/of 2: 200 │ of 3: 300 │ of 4: 400/);
  expect(textReport(result)).toMatch(/POST \/operation, sick +│/);
});

it("never shows the password that the config may contain", () => {
  const result = results.get(GOOD.name);
  expect(JSON.stringify(result?.facts)).not.toContain("secret");
  expect(result && textReport(result)).not.toContain("secret");
});

describe("fails a service by the rows that are about it:", () => {
  it.each(FLAWED)("$name: $rows", ({ name, rows, says }) => {
    const found = failures(name);
    expect(found).toEqual(Object.fromEntries(rows.map((id) => [id, expect.any(String) as string])));
    expect(found[rows[0] ?? ""]).toMatch(says);
    expect(results.get(name)?.conclusion).toBe("failed");
  });
});

describe("npm run checker", () => {
  function command(...args: readonly string[]): execa.ExecaChildProcess {
    const cli = join(PROJECT_ROOT, "proof", "checker", "cli.ts");
    return execa(process.execPath, ["--import", "tsx", cli, ...args], { cwd: PROJECT_ROOT, reject: false });
  }

  it("judges what it has seen when it is interrupted, and writes its reports", async () => {
    const folder = mkdtempSync(join(tmpdir(), "checker-"));
    const file = (name: string): string => join(folder, name);
    const reports = ["--json", file("a.json"), "--junit", file("a.xml"), "--html", file("a.html")];
    const about = ["--connect-to", "127.0.0.1", "--email", "somebody@example.org", "--quick"];
    const run = command(...services.urls(GOOD.name), ...about, ...reports);
    run.stderr?.on("data", (text: Buffer) => {
      if (text.toString().includes("the whole lists")) run.kill("SIGINT");
    });
    const { exitCode, stdout } = await run;
    expect(stdout).toMatch(/Signs of life +│ pass +│ ping 0 of 5 requests failed \(at most 0\)/);
    expect(stdout).toMatch(/The right e-mail in the config +│ FAIL/);
    expect(stdout).toMatch(/GET \/db_dummy +│ not measured │ interrupted/);
    expect(stdout).toMatch(/^Failed: \d+ passed, 1 failed, \d+ not measured \(interrupted, /m);
    expect(exitCode).toBe(1);
    expect(JSON.parse(readFileSync(file("a.json"), "utf8"))).toMatchObject({ conclusion: "failed" });
    expect(readFileSync(file("a.xml"), "utf8").match(/<testcase /g)).toHaveLength(20);
    expect(readFileSync(file("a.html"), "utf8")).toContain("<!doctype html>");
    rmSync(folder, { recursive: true });
  });

  it.each([
    [[], "checker: expected the URL of a service, found none"],
    [["bingo.test"], "checker: --email: expected the address that the config has to have, found none"],
    [["bingo.test", "--connections", "0"], "expected a whole number from 1 to 1000"],
    [["bingo.test", "--lab", "main"], "expected a URL or --lab, found both"],
  ])("ends with status 2 when it is not understood: %j", async (args, message) => {
    const { exitCode, stderr } = await command(...args);
    expect(stderr).toContain(message);
    expect(exitCode).toBe(2);
  });
});
