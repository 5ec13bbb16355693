import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { exclusively } from "../../../lab/cli/exclusive";
import { labPathsIn } from "../../support/lab/lab-paths-in";

const run = mkdtempSync(join(tmpdir(), "lab-run-"));
const paths = labPathsIn(run);
const deployers: ChildProcess[] = [];

afterEach(() => {
  for (const deployer of deployers.splice(0)) deployer.kill("SIGKILL");
});
afterAll(() => {
  rmSync(run, { recursive: true });
});

async function deployer(): Promise<ChildProcess> {
  const file = join(__dirname, "..", "..", "support", "lab", "deployer.ts");
  const child = fork(file, [run], { execArgv: ["--import", "tsx"] });
  deployers.push(child);
  await once(child, "message");
  return child;
}

/** Sends a word to all at once. Returns their answers. */
async function ask(children: readonly ChildProcess[], word: "begin" | "end"): Promise<unknown[]> {
  const answers = children.map(async (child): Promise<unknown> => ((await once(child, "message")) as [unknown])[0]);
  for (const child of children) child.send(word);
  return Promise.all(answers);
}

const refusal = (pid: number | undefined): string =>
  `lab test: expected no other deployment into it, found one by process ${String(pid)}; wait until it ends`;

it("lets exactly one of several processes that start at once deploy, and names it to the others", async () => {
  const children = await Promise.all([deployer(), deployer(), deployer(), deployer()]);
  for (let round = 0; round < 50; round += 1) {
    const answers = await ask(children, "begin");
    const winner = children[answers.indexOf("deploys")];
    expect(answers).toEqual(children.map((child) => (child === winner ? "deploys" : refusal(winner?.pid))));
    await ask(children, "end");
  }
}, 120_000);

it("lets the next one deploy when the first is done, or has failed", async () => {
  await exclusively(paths, async () => {
    await expect(exclusively(paths, () => Promise.resolve())).rejects.toThrow(refusal(process.pid));
  });
  await expect(exclusively(paths, () => Promise.reject(new Error("no room")))).rejects.toThrow("no room");
  expect(await exclusively(paths, () => Promise.resolve("again"))).toBe("again");
});

it("is not kept out by a process that was killed", async () => {
  const killed = await deployer();
  expect(await ask([killed], "begin")).toEqual(["deploys"]);
  const exit = once(killed, "exit");
  killed.kill("SIGKILL");
  await exit;
  expect(await exclusively(paths, () => Promise.resolve("done"))).toBe("done");
});
