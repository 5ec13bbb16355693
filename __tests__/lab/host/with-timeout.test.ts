import { runWithTimeout, withTimeout } from "../../../lab/host/with-timeout";

const run = (script: string, timeoutSeconds: number) => {
  const command = ["sh", "-c", script];
  return runWithTimeout("machine db", command, (seconds) => withTimeout(command, seconds), { timeoutSeconds });
};

describe("a bounded command", () => {
  it.each([0, 3, 124, 137])("may end with the status %d", async (status) => {
    expect(await run(`echo word; exit ${String(status)}`, 30)).toEqual({ status, stdout: "word\n", stderr: "" });
  });

  it("that a signal ended has a status as in a shell", async () => {
    expect((await run("kill -KILL $$", 30)).status).toBe(137);
  });

  it("reads what it is given", async () => {
    const line = () => withTimeout(["cat"], 30);
    expect((await runWithTimeout("machine db", ["cat"], line, { input: "hello" })).stdout).toBe("hello");
  });

  it("need not read it", async () => {
    const input = "x".repeat(1_000_000);
    const line = () => withTimeout(["sh", "-c", "exit 3"], 30);
    expect((await runWithTimeout("machine db", ["exit"], line, { input })).status).toBe(3);
  });
});
