import { Shell } from "../../lab";
import { Prometheus } from "../../monitoring/prometheus";
import { loadLines } from "../../monitoring/status/load";
import { throughShell } from "../../monitoring/shell-transport";
import { statusReport } from "../../monitoring/status/report";
import { watch } from "../../monitoring/status/watch";
import { FakeClock } from "../support/fake-clock";

type Values = Readonly<Record<string, readonly { labels: Record<string, string>; value: number }[]>>;

/** Makes an edge whose Prometheus has these values, and records the commands that were run there. */
function edge(values: Values, alerts: readonly object[], ran: string[] = []) {
  return throughShell((command) => {
    ran.push(command);
    const urls = [...command.matchAll(/'(http:[^']*)'/g)].map(([, url = ""]) => new URL(url));
    const answers = urls.map(({ pathname, searchParams }) => ({
      status: "success",
      data: pathname.endsWith("/alerts")
        ? { alerts }
        : {
            result: (values[searchParams.get("query") ?? ""] ?? []).map(({ labels, value }) => ({
              metric: labels,
              value: [0, String(value)],
            })),
          },
    }));
    return Promise.resolve(answers.map((answer) => `${JSON.stringify(answer)}\n`).join(""));
  });
}

const HEALTHY = "instance:healthy:max";
const KNOWN = "instance:known:group1h";
const instance = (machine: string, value: number) => ({ labels: { machine, instance: "bingo-1" }, value });

describe("the status of an installation", () => {
  it("marks what is bad, and names instances that no longer report", async () => {
    const values = {
      [KNOWN]: [instance("app-1", 1), instance("app-2", 1)],
      [HEALTHY]: [instance("app-1", 1)],
      ["bingo:instances_healthy:sum"]: [{ labels: {}, value: 1 }],
      ["bingo:instances_known:count"]: [{ labels: {}, value: 2 }],
    };
    const { lines, good } = await statusReport(new Prometheus(edge(values, [])), false);
    const text = lines.join("\n");
    expect(text).toMatch(/^Instances healthy +! 1 of 2$/m);
    expect(text).toMatch(/│ app-1 bingo-1 +│ +! no data │ +yes │/);
    expect(text).toMatch(/│ app-2 bingo-1 +│ +! no data │ +! no data │/);
    expect(good).toBe(true);
    expect(lines.at(-1)).toBe("No alert fires.");
  });

  it("ends with the alerts that fire, and is then not good", async () => {
    const alert = (state: string) => ({
      state,
      labels: { alertname: "MachineDown", severity: "page" },
      annotations: { summary: "app-2 does not answer" },
      activeAt: "2026-01-01T11:58:30Z",
    });
    const fired = await statusReport(
      new Prometheus(edge({}, [alert("firing")])),
      false,
      new Date("2026-01-01T12:00:00Z"),
    );
    expect(fired.lines.at(-1)).toBe(
      "! MachineDown for 1 min 30 s: app-2 does not answer\n  what to do: docs/run-book.md#machinedown",
    );
    expect(fired.good).toBe(false);
    expect((await statusReport(new Prometheus(edge({}, [alert("pending")])), false)).good).toBe(true);
  });

  it("costs two logins", async () => {
    const ran: string[] = [];
    await statusReport(new Prometheus(edge({}, [], ran)), false);
    expect(ran).toHaveLength(2);
  });

  it("fails when the edge gives fewer answers than there are questions", async () => {
    const transport = throughShell(() => Promise.resolve('{"status":"success","data":{"result":[]}}\n'));
    const prometheus = new Prometheus(transport);
    await expect(Promise.all([prometheus.instant("a"), prometheus.instant("b")])).rejects.toThrow(
      "expected 2 answers, found 1",
    );
  });
});

describe("a watched status", () => {
  /** Watches until so many pictures were shown. */
  async function pictures(count: number, look: () => Promise<readonly string[]>): Promise<(readonly string[])[]> {
    const end = new AbortController();
    const shown: (readonly string[])[] = [];
    const show = (lines: readonly string[]): void => {
      shown.push(lines);
      if (shown.length === count) end.abort();
    };
    await watch({ look, show, pauseSeconds: 5, signal: end.signal, clock: new FakeClock() });
    return shown;
  }

  it("looks again and again until it is told to end", async () => {
    let looks = 0;
    expect(await pictures(3, () => Promise.resolve([`look ${String(++looks)}`]))).toEqual([
      ["2026-01-01T00:00:00Z", "", "look 1"],
      ["2026-01-01T00:00:05Z", "", "look 2"],
      ["2026-01-01T00:00:10Z", "", "look 3"],
    ]);
  });

  it("shows that there is no answer, and goes on", async () => {
    const answers = [Promise.reject(new Error("edge: no route to host")), Promise.resolve(["well"])];
    answers[0]?.catch(() => undefined);
    const shown = await pictures(2, () => answers.shift() ?? Promise.resolve([]));
    expect(shown.map((lines) => lines.at(-1))).toEqual(["! edge: no route to host", "well"]);
  });
});

describe("the database", () => {
  const database = (status: number, stdout: string) =>
    new Shell({
      name: "db",
      exec: () => Promise.resolve({ status, stdout, stderr: "" }),
      lastLog: () => Promise.resolve(""),
    });

  it("is told of while it loads, and not when it serves", async () => {
    const step = "loading: 1,234 of 5,529,019 rows, 617 rows/s, 149 min 19 s left, 2 s";
    expect(await loadLines(database(1, `${step}\n`))).toEqual([`db: ${step}`, ""]);
    expect(await loadLines(database(0, "the database serves\n"))).toEqual([]);
  });
});
