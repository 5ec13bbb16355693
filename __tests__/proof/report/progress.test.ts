import { ProgressLine } from "../../../proof/report/progress";

describe("progress", () => {
  function watched(
    isTTY: boolean,
    leftSeconds?: number,
  ): { written: string[]; at: { ms: number }; line: ProgressLine } {
    const written: string[] = [];
    const at = { ms: 0 };
    const out = { isTTY, columns: 100, write: (text: string) => written.push(text) };
    return { written, at, line: new ProgressLine(out, leftSeconds, () => at.ms) };
  }

  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it("is a line every five seconds where there is no terminal: rate, errors, time left", () => {
    const { written, at, line } = watched(false, 90);
    line.begin("peak load", 60);
    for (let n = 0; n < 500; n++) {
      at.ms += 10;
      line.sample(n !== 7);
    }
    jest.advanceTimersByTime(5000);
    line.end();
    expect(written).toEqual([
      "peak load: 1:30 left\n",
      "peak load: 100/s, 1 errors of 500, 1:25 left\n",
      "peak load: 1 errors of 500, 5 s\n",
    ]);
  });

  it("is one line that is rewritten on a terminal", () => {
    const { written, line } = watched(true, 90);
    line.begin("lists");
    jest.advanceTimersByTime(500);
    line.end();
    expect(written).toEqual(["\r\u001b[Klists: 1:30 left", "\r\u001b[Klists: 1:30 left", "\r\u001b[Klists: 0 s", "\n"]);
  });

  it("names the part of a step, its result and why, and the time so far where the whole takes unknown time", () => {
    const { written, at, line } = watched(false);
    line.begin("panic-operation");
    at.ms += 2000;
    line.sample(true);
    line.phase("breaking it");
    line.end("fail", ["one request failed"]);
    line.phase("too late");
    jest.advanceTimersByTime(10_000);
    expect(written).toEqual([
      "panic-operation: 0:00 so far\n",
      "panic-operation: breaking it, 0.50/s, 0 errors of 1, 0:02 so far\n",
      "panic-operation: fail, 0 errors of 1, 2 s\n",
      "one request failed\n",
    ]);
  });
});
