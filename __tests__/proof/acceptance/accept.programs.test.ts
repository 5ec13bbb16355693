import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import execa from "execa";
import { accept, type Acceptance } from "../../../proof/acceptance/accept";
import type { Plan } from "../../../proof/acceptance/plan";
import { requirements } from "../../../proof/acceptance/requirements";
import { SILENT } from "../../../proof/report/progress";
import { WRONG, type Wrong } from "../../support/acceptance-faults";
import { DOMAIN } from "../../support/debian-edge";
import { JudgedServices } from "../../support/judged-services";
import { ROWS } from "../../support/stand-in-server";
import { PROJECT_ROOT } from "../../../config/paths";

/** Low rates, so that many services can be judged at once, and patience with machines that do much besides. */
const PLAN: Plan = {
  name: "self-test",
  peakRate: 20,
  peakSeconds: 4,
  sustainedRate: 10,
  sustainedSeconds: 4,
  aloneSeconds: 3,
  sessionSeconds: 3,
  lists: 2,
  longDummySeconds: 4,
  visibilityCycles: 3,
  sampledRows: 40,
  p90Ms: 1500,
};

/** Services that are judged at once. */
const AT_ONCE = 6;

jest.setTimeout(600_000);

const GOOD: Wrong = { name: "nothing", row: "" };
const services = new JudgedServices<Acceptance>();
const acceptances = services.results;

/** Judges all of them, and keeps the results for the tests. */
beforeAll(() =>
  services.judge(
    [GOOD, ...WRONG],
    AT_ONCE,
    (subject) =>
      accept({
        subject,
        plan: PLAN,
        wanted: requirements(PLAN, ROWS),
        progress: SILENT,
        signal: new AbortController().signal,
      }),
    ({ name, row }) =>
      failures(name)
        .map((failure) => failure.split(": ")[0])
        .join() === row,
  ),
);

afterAll(() => services.stop());

function failures(name: string): readonly string[] {
  const verdicts = acceptances.get(name)?.verdicts ?? [];
  return verdicts
    .filter(({ outcome }) => outcome === "fail")
    .map(({ requirement: { id }, measured, detail }) => `${id}: ${measured} (${detail})`);
}

it("accepts a service that is as it should be", () => {
  expect(failures(GOOD.name)).toEqual([]);
  const good = acceptances.get(GOOD.name);
  expect(good?.conclusion).toBe("accepted");
  const open = (good?.verdicts ?? []).filter(({ outcome }) => outcome === "not measured");
  expect(open.filter(({ requirement: { reach } }) => reach === "outside")).toEqual([]);
});

describe("rejects a service by the one row that is about it:", () => {
  it.each(WRONG)("$name: $row", ({ name, row }) => {
    const found = failures(name);
    expect(found).toEqual([expect.stringMatching(new RegExp(`^${row}: `))]);
    expect(acceptances.get(name)?.conclusion).toBe("rejected");
  });
});

describe("npm run accept", () => {
  async function command(...args: readonly string[]): Promise<{ status: number; stdout: string; stderr: string }> {
    const cli = join(PROJECT_ROOT, "proof", "acceptance", "cli.ts");
    const tsx = join(PROJECT_ROOT, "node_modules", ".bin", "tsx");
    const { exitCode, stdout, stderr } = await execa(tsx, [cli, ...args], { reject: false });
    return { status: exitCode, stdout, stderr };
  }

  function on(name: string, ...args: readonly string[]): ReturnType<typeof command> {
    const about = ["--connect-to", "127.0.0.1", "--curl", services.curlCommand];
    return command(...services.urls(name), ...about, ...args);
  }

  it("ends with status 0 when all holds, and writes its reports", async () => {
    const folder = mkdtempSync(join(tmpdir(), "acceptance-"));
    const file = (name: string): string => join(folder, name);
    const reports = ["--json", file("a.json"), "--junit", file("a.xml"), "--html", file("a.html")];
    const { status, stdout, stderr } = await on(GOOD.name, "--only", "http,https,http3,domain,clock", ...reports);
    expect(stdout).toMatch(/Accepted: 5 passed, 0 failed, 0 not measured \(the full plan/);
    expect(stdout).toContain(`Certificate seen: CN=${DOMAIN}, self-signed`);
    expect(stderr).toMatch(/^HTTP\/3: /m);
    expect(status).toBe(0);
    expect(JSON.parse(readFileSync(file("a.json"), "utf8"))).toMatchObject({ conclusion: "accepted" });
    expect(readFileSync(file("a.xml"), "utf8").match(/<testcase /g)).toHaveLength(5);
    expect(readFileSync(file("a.html"), "utf8")).toContain("<!doctype html>");
    rmSync(folder, { recursive: true });
  });

  it("ends with status 1 when a requirement does not hold", async () => {
    const { status, stdout } = await on("http redirects to https", "--only", "http,https");
    expect(stdout).toMatch(/status 301 to https:\/\/bingo\.test\//);
    expect(stdout).toMatch(/Rejected: 1 passed, 1 failed/);
    expect(status).toBe(1);
  });

  it("ends with status 2 when something could not be measured: here HTTP/3", async () => {
    const { status, stdout } = await on(GOOD.name, "--only", "http3", "--curl", "false");
    expect(stdout).toContain("http3: HTTP/3 works: this curl has no HTTP/3");
    expect(status).toBe(2);
  });

  it.each([
    [[], "accept: expected the URL of a service, found none"],
    [["bingo.test", "--only", "speed"], "accept: --only speed: expected an id"],
    [["bingo.test", "--connect-to", "there"], "expected an IP address"],
    [["bingo.test", "--scale", "2"], "expected a number above 0 and at most 1"],
  ])("ends with status 2 when it is not understood: %j", async (args, message) => {
    const { status, stderr } = await command(...args);
    expect(stderr).toContain(message);
    expect(status).toBe(2);
  });
});
