import { NoAnswer, Prometheus } from "../../monitoring/prometheus";

/** A client whose Prometheus gives this answer to everything, and the paths that it was asked. */
function answering(answer: unknown): { readonly prometheus: Prometheus; readonly paths: string[] } {
  const paths: string[] = [];
  const prometheus = new Prometheus((path) => {
    paths.push(path);
    return Promise.resolve(answer);
  });
  return { prometheus, paths };
}

const success = (data: object) => ({ status: "success", data });

describe("the client of Prometheus", () => {
  it("evaluates a query now, or at a given time", async () => {
    const { prometheus, paths } = answering(success({ result: [{ metric: { machine: "db" }, value: [7, "0.5"] }] }));
    expect(await prometheus.instant('up{job="node"} + 1')).toEqual([{ labels: { machine: "db" }, value: 0.5 }]);
    await prometheus.instant("up", 1_700_000_000);
    expect(paths).toEqual(["query?query=up%7Bjob%3D%22node%22%7D+%2B+1", "query?query=up&time=1700000000"]);
  });

  it("takes a value that is no finite number for none", async () => {
    const result = ["NaN", "+Inf", "-Inf"].map((value) => ({ metric: {}, value: [7, value] }));
    const samples = await answering(success({ result })).prometheus.instant("a");
    expect(samples.map(({ value }) => String(value))).toEqual(["NaN", "NaN", "NaN"]);
  });

  it("puts each value of a range at its point, and null where there is none", async () => {
    const { prometheus, paths } = answering(
      success({
        result: [
          {
            metric: {},
            values: [
              [110, "1"],
              [130, "NaN"],
              [140, "4"],
            ],
          },
        ],
      }),
    );
    const [line] = await prometheus.range("up", { from: 100, to: 145, step: 10 });
    expect(line?.values).toEqual([null, 1, null, null, 4]);
    expect(paths).toEqual(["query_range?query=up&start=100&end=145&step=10"]);
  });

  it("gives the alerts, none when there are none", async () => {
    const alert = { labels: { alertname: "MachineDown" }, state: "firing" };
    const { prometheus, paths } = answering(success({ alerts: [alert] }));
    expect(await prometheus.alerts()).toEqual([alert]);
    expect(paths).toEqual(["alerts"]);
    expect(await answering(success({})).prometheus.alerts()).toEqual([]);
  });

  it("leaves out the dead man's switch, which always fires", async () => {
    const alert = { labels: { alertname: "Watchdog", severity: "none" }, state: "firing" };
    expect(await answering(success({ alerts: [alert] })).prometheus.alerts()).toEqual([]);
  });

  it.each([
    [{ status: "error", error: "parse error" }, "expected an answer to up(, found parse error"],
    [{ status: "success" }, "expected an answer to up(, found status success"],
    [{}, "expected an answer to up(, found status undefined"],
  ])("takes %j for no answer", async (answer, message) => {
    const asked = answering(answer).prometheus.instant("up(");
    await expect(asked).rejects.toThrow(message);
    await expect(asked).rejects.toBeInstanceOf(NoAnswer);
  });
});
