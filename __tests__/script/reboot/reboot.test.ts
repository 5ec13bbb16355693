import { type ExecResult, Shell } from "../../../lab";
import { BEGIN_REBOOT, reboot } from "../../../script/reboot/reboot";
import { FakeClock } from "../../support/fake-clock";

/** Answers of machines to each command, in turn; the last one stays. A string is thrown, as by a machine that is away. */
type Answers = Readonly<Record<string, readonly (Partial<ExecResult> | string)[]>>;

function installation(machines: Readonly<Record<string, Answers>>) {
  const asked: string[] = [];
  const told: string[] = [];
  const machine = (name: string): Shell => {
    const answers = machines[name] ?? {};
    return new Shell({
      name,
      exec: (command) => {
        const line = String(command.at(-1)).replace("set -euo pipefail; ", "");
        asked.push(`${name}: ${line}`);
        const times = asked.filter((one) => one === `${name}: ${line}`).length;
        const all = answers[line] ?? [{}];
        const answer = all[Math.min(times, all.length) - 1] ?? {};
        if (typeof answer === "string") return Promise.reject(new Error(answer));
        return Promise.resolve({ status: 0, stdout: "", stderr: "", ...answer });
      },
      lastLog: () => Promise.resolve(""),
    });
  };
  const run = (name: string) =>
    reboot(name, { machine, tell: (line) => told.push(line), timeoutSeconds: 60, clock: new FakeClock() });
  return { asked, told, run };
}

const BOOT = "cat /proc/sys/kernel/random/boot_id";
const READY = "/usr/local/sbin/bingo-ready";
const began = (name: string): string => `${name}: ${BEGIN_REBOOT}`;

it("waits until the machine has booted anew and does its work, and tells each step once", async () => {
  const { told, run, asked } = installation({
    "app-1": {
      [BOOT]: [{ stdout: "a" }, { stdout: "a" }, "Connection refused", { status: 255 }, { stdout: "b" }],
      [READY]: [{ status: 1, stdout: "1 of 2 instances are healthy\n" }, { status: 0 }],
    },
  });
  await expect(run("app-1")).resolves.toBeGreaterThan(0);
  expect(asked).toContain(began("app-1"));
  expect(told).toEqual(["app-1: finishing what it has begun", "app-1: away", "app-1: 1 of 2 instances are healthy"]);
});

it("leaves an app node alone while the other does not do its work", async () => {
  const { run, asked } = installation({
    "app-2": { [READY]: [{ status: 1, stdout: "0 of 2 instances are healthy\n" }] },
  });
  await expect(run("app-1")).rejects.toThrow(
    "app-2: expected it to serve while app-1 is away, found: 0 of 2 instances are healthy",
  );
  expect(asked).not.toContain(began("app-1"));
});

it("asks no app node before the edge's reboot", async () => {
  const { run, asked } = installation({ edge: { [BOOT]: [{ stdout: "a" }, { stdout: "b" }] } });
  await run("edge");
  expect(asked).toEqual([`edge: ${BOOT}`, began("edge"), `edge: ${BOOT}`, `edge: ${READY}`]);
});

it("fails with what is waited for when the machine does not come back", async () => {
  const { run } = installation({ db: { [BOOT]: [{ stdout: "a" }, "Connection refused"] } });
  await expect(run("db")).rejects.toThrow("db: expected it to do its work again within 60 s, found away");
});
