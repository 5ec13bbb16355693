import { attemptsIn } from "../../../../proof/drills/events/access-log";
import { failuresIn, outagesOf } from "../../../../proof/drills/events/outages";

const [A, B] = ["10.130.0.11:8081", "10.130.0.12:8081"];

/** A line as nginx.conf's log_format writes it. */
function line(seconds: string, addresses: string, statuses: string, times: string, endpoint = "/ping"): string {
  const rest = ["-", "", "HTTP/1.1", "180", "198.18.0.1", endpoint];
  return ["GET", endpoint, "200", "0.500", addresses, statuses, times, ...rest].reduce((a, b) => `${a}\t${b}`, seconds);
}

describe("attemptsIn", () => {
  it("finds one attempt in a request that went well", () => {
    expect(attemptsIn(line("1000.500", A, "200", "0.020"))).toEqual([
      { at: 1_000_500, instance: A, ok: true, status: 200, endpoint: "GET /ping", only: true },
    ]);
  });

  it("finds every attempt of a request that was repeated, each at its own end", () => {
    const found = attemptsIn(line("1000.500", `${A}, ${B} : ${A}`, "504, 502 : 200", "0.300, 0.000 : 0.100"));
    expect(found.map(({ at, instance, ok, status, only }) => [at, instance, ok, status, only])).toEqual([
      [1_000_400, A, false, 504, false],
      [1_000_400, B, false, 502, false],
      [1_000_500, A, true, 200, false],
    ]);
  });

  it("knows the last attempt alone where haproxy makes them, and how many there were before", () => {
    const [first, repeated, patient] = [
      line("1.000", A, "502", "0"),
      line("1.000", A, "200", "+2"),
      line("1.000", A, "504 : 200", "0"),
    ].map((each) => attemptsIn(each));
    expect(first).toMatchObject([{ instance: A, ok: false, only: true }]);
    expect(repeated).toMatchObject([{ instance: A, ok: true, only: false }]);
    expect(patient).toMatchObject([{ instance: A, status: 200, ok: true }]);
  });

  it("leaves out a line that a full disk has cut, with another one behind it", () => {
    const whole = line("1.000", A, "200", "0.001");
    expect(attemptsIn(line("1.000", A, "201795690871.776", "0.001"))).toEqual([]);
    expect(attemptsIn(`${whole.slice(0, 30)}${whole}\n${whole}`)).toHaveLength(1);
  });

  it("takes 404 and 429 for answers, and a user that went away for no failure", () => {
    const statuses = ["404", "429", "-"].map((status) => attemptsIn(line("1.000", A, status, "0.001"))[0]?.ok);
    expect(statuses).toEqual([true, true, true]);
  });

  it("leaves out what no instance was asked for, and the cache's own refresh", () => {
    const hit = line("1.000", "-", "-", "-");
    const refused = line("1.000", "<NOSRV>", "503", "0");
    const refresh = `1.000\tREFRESH\t200\t3.001\t${A}`;
    expect(attemptsIn([hit, refused, refresh, ""].join("\n"))).toEqual([]);
  });
});

describe("outagesOf", () => {
  it("lasts from the first failure to the next good answer", () => {
    const log = [
      line("1.000", A, "200", "0.001"),
      line("2.000", `${A}, ${B}`, "502, 200", "0.000, 0.010"),
      line("3.500", `${A}, ${B}`, "504, 200", "0.300, 0.010"),
      line("4.000", A, "200", "0.001"),
    ];
    expect(outagesOf(attemptsIn(log.join("\n")))).toEqual([
      { instance: A, from: 1990, until: 4000, failedAttempts: 2, statuses: { 502: 1, 504: 1 } },
    ]);
  });

  it("begins where Docker or haproxy saw the instance fail, though no user met it", () => {
    const instances = [{ machine: "app-1", name: "bingo-1", address: A }];
    const event = (at: number, source: string, text: string) => ({ at, machine: "app-1", source, text });
    const down = `[WARNING]  (1917) : Server quick/${A} is DOWN, reason: Layer4 timeout, check duration: 300ms.`;
    const failures = failuresIn(
      [
        event(2000, "docker", "bingo-1 die with status 137"),
        event(2050, "haproxy", down),
        event(2100, "docker", "bingo-1 start"),
      ],
      instances,
    );
    expect(outagesOf(attemptsIn(line("2.900", A, "200", "0")), failures)).toEqual([
      { instance: A, from: 2000, until: 2900, failedAttempts: 0, statuses: {} },
    ]);
  });

  it("has no end while the instance has not answered", () => {
    expect(outagesOf(attemptsIn(line("2.000", A, "500", "0.001")))).toMatchObject([{ until: undefined }]);
  });
});
