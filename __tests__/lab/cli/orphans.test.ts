import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { exclusively } from "../../../lab/cli/exclusive";
import { deployers, endDeployment } from "../../../lab/cli/orphans";
import { LabPaths } from "../../../lab/paths";

let run: string;
let paths: LabPaths;

beforeEach(() => {
  run = mkdtempSync(join(tmpdir(), "lab-run-"));
  paths = Object.create(new LabPaths("test"), {
    run: { value: run },
    socket: { value: join(run, "daemon.sock") },
  }) as LabPaths;
});
afterEach(() => {
  rmSync(run, { recursive: true });
});

it("what deploys into a lab is ended, with what it has started, and nothing else is", async () => {
  const env = { ...process.env, LAB_SOCKET: paths.socket };
  const deploying = spawn("sh", ["-c", "sleep 60 & wait"], { env, stdio: "ignore" });
  const other = spawn("sleep", ["60"], { env: { ...env, LAB_SOCKET: `${paths.socket}2` }, stdio: "ignore" });
  await Promise.all([once(deploying, "spawn"), once(other, "spawn")]);
  while (deployers(paths.socket).length < 2) await new Promise((done) => setTimeout(done, 10));
  const ended = once(deploying, "exit");
  await endDeployment(paths);
  await ended;
  expect(deployers(paths.socket)).toEqual([]);
  expect(other.exitCode).toBeNull();
  expect(other.kill("SIGKILL")).toBe(true);
});

describe("a deployment", () => {
  it("is the only one of its lab", async () => {
    await exclusively(paths, async () => {
      await expect(exclusively(paths, () => Promise.resolve())).rejects.toThrow(
        `lab test: expected nobody to deploy into it, process ${String(process.pid)} does; wait for its end`,
      );
    });
    expect(await exclusively(paths, () => Promise.resolve("again"))).toBe("again");
  });

  it.each([
    ["has ended", { pid: 2 ** 22 + 1, since: 1 }],
    ["has left its id to another process", { pid: process.pid, since: 1 }],
  ])("is not kept out by one that %s", async (_, holder) => {
    writeFileSync(join(run, "deploying"), JSON.stringify(holder));
    expect(await exclusively(paths, () => Promise.resolve("done"))).toBe("done");
  });
});
