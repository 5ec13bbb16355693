import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deployers, endDeployment } from "../../../lab/cli/orphans";
import { labPathsIn } from "../../support/lab/lab-paths-in";

const run = mkdtempSync(join(tmpdir(), "lab-run-"));
const paths = labPathsIn(run);

afterAll(() => {
  rmSync(run, { recursive: true });
});

it("what deploys into a lab is ended, with what it has started, and nothing else is", async () => {
  const env = { ...process.env, LAB_SOCKET: paths.socket };
  const deploying = spawn("sh", ["-c", "sleep infinity & wait"], { env, stdio: "ignore" });
  const other = spawn("sleep", ["infinity"], { env: { ...env, LAB_SOCKET: `${paths.socket}2` }, stdio: "ignore" });
  await Promise.all([once(deploying, "spawn"), once(other, "spawn")]);
  while (deployers(paths.socket).length < 2) await new Promise(setImmediate);
  const ended = once(deploying, "exit");
  await endDeployment(paths);
  await ended;
  expect(deployers(paths.socket)).toEqual([]);
  expect(other.exitCode).toBeNull();
  expect(other.kill("SIGKILL")).toBe(true);
});
