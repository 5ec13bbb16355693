import { type ExecResult, Shell } from "../../../lab";
import { range, runOnMachine } from "../../../script/restore/remote";
import { FakeClock } from "../../support/fake-clock";

/** A machine that gives these answers, one after the other. */
function machine(...answers: readonly Partial<ExecResult>[]): Shell {
  const left = [...answers];
  return new Shell({
    name: "db",
    exec: () => Promise.resolve({ status: 0, stdout: "", stderr: "", ...left.shift() }),
    lastLog: () => Promise.resolve(""),
  });
}

describe("how far back", () => {
  it("is what the machine says", async () => {
    expect(await range(machine({ stdout: "1795694400 kept\n" }))).toEqual({
      oldest: new Date("2026-11-26T12:00:00Z"),
      kept: true,
    });
  });

  it("is an error with the machine's own words when there are no backups", async () => {
    const without = machine({ status: 1, stderr: "bingo-restore: expected backups, found none\n" });
    await expect(range(without)).rejects.toThrow("db: bingo-restore: expected backups, found none");
  });
});

describe("a restore", () => {
  const run = async (...answers: readonly Partial<ExecResult>[]) => {
    const shell = machine(...answers);
    const told: string[] = [];
    const end = await runOnMachine(shell, ["--latest"], (line) => told.push(line), undefined, new FakeClock()).then(
      () => "done",
      (error: unknown) => String(error),
    );
    return { end, told };
  };

  it("tells each line once, whole, and goes on when the connection breaks", async () => {
    const { end, told } = await run(
      {},
      { stdout: "active\n[   1 s] holding\n[   2 s] fet" },
      { status: 255 },
      { stdout: "active\n[   2 s] fetching\n" },
      { stdout: "inactive\n[   3 s] done\n" },
    );
    expect(told).toEqual(["[   1 s] holding", "[   2 s] fetching", "[   3 s] done"]);
    expect(end).toBe("done");
  });

  it("fails when the machine's program fails, after its last words", async () => {
    const { end, told } = await run({}, { stdout: "failed\nbingo-restore: expected a backup, found none\n" });
    expect(told).toEqual(["bingo-restore: expected a backup, found none"]);
    expect(end).toContain("db: --latest failed");
  });

  it("as a trial has a unit of its own, so that one in earnest need not wait for it", async () => {
    const asked: string[] = [];
    const shell = new Shell({
      name: "db",
      exec: (argv) => {
        asked.push(argv.join(" "));
        return Promise.resolve({ status: 0, stdout: "inactive\n", stderr: "" });
      },
      lastLog: () => Promise.resolve(""),
    });
    await runOnMachine(shell, ["--try"], () => undefined, "database-restore-asked", new FakeClock());
    expect(asked.join("\n")).toMatch(/--unit=database-restore-asked /);
    expect(asked.join("\n")).not.toMatch(/database-restore[ .]/);
  });

  it("is not begun beside another one", async () => {
    const { end } = await run({ status: 1, stderr: "another restore is under way\n" });
    expect(end).toContain("db: another restore is under way");
  });
});
