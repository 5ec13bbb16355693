import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cloudInitDone, DeploymentPhases } from "../../../lab/cli/deployment-phases";
import { Progress } from "../../../lab/cli/progress";
import { Timeline } from "../../../lab/cli/timeline";
import type { DaemonClient } from "../../../lab/cloud/client";

/** A clock that stands at what it was last set to, in seconds. */
function clock() {
  const time = { seconds: 0 };
  return { time, now: () => time.seconds * 1000 };
}

/** Lines of cdktf, each at its second. */
function deployment(lines: readonly (readonly [seconds: number, line: string])[]): DeploymentPhases {
  const phases = new DeploymentPhases();
  let seconds = 0;
  const progress = new Progress(
    () => seconds,
    (stack, text, at) => {
      phases.word(stack, text, at);
    },
  );
  for (const [at, line] of lines) {
    seconds = at;
    for (const done of progress.push(`${line}\n`)) phases.line(done);
  }
  return phases;
}

const LINES = [
  [4, "network  Initializing the backend..."],
  [5, "         Terraform has been successfully initialized!"],
  [5, "db  Initializing the backend..."],
  [6, "    Terraform has been successfully initialized!"],
  [6, "network  Plan: 20 to add, 0 to change, 0 to destroy."],
  [8, "network  Apply complete! Resources: 20 added, 0 changed, 0 destroyed."],
  [10, "db  Plan: 4 to add, 0 to change, 0 to destroy."],
  [11, "db  yandex_compute_instance.vm: Creating..."],
  [13, "    yandex_compute_instance.vm: Creation complete after 2s [id=fhm1]"],
  [20, "    null_resource.gate (remote-exec): db [   2 s] cloud-init is running: Setting up postgresql-17"],
  [60, "    null_resource.gate (remote-exec): db READY after 42 s: serving"],
  [61, "db  Apply complete! Resources: 4 added, 0 changed, 0 destroyed."],
] as const;

const rounded = (timeline: Timeline) => timeline.phases().map(({ name, from, seconds }) => [name, from, seconds]);

describe("the phases of a deployment", () => {
  it("are each stack's, and of a machine what it is doing", () => {
    const timeline = new Timeline();
    deployment(LINES).addTo(timeline, 100, new Map([["db", 145]]));
    expect(rounded(timeline)).toEqual([
      ["cdktf synth", 100, 4],
      ["network: init", 104, 1],
      ["network: plan", 105, 1],
      ["db: init", 105, 1],
      ["network: apply", 106, 2],
      ["db: plan", 108, 2],
      ["db: create", 111, 2],
      ["db: boot and cloud-init", 113, 32],
      ["db: cloud-init done until ready", 145, 15],
    ]);
  });

  it("do without the end of cloud-init where nobody knows it", () => {
    const timeline = new Timeline();
    const phases = deployment(LINES);
    phases.addTo(timeline, 0, new Map());
    expect(phases.machines()).toEqual(["db"]);
    expect(rounded(timeline)).toContainEqual(["db: boot until ready", 13, 47]);
  });

  it("of one that changes nothing are plans", () => {
    const timeline = new Timeline();
    deployment([
      [3, "db  Initializing the backend..."],
      [4, "    Terraform has been successfully initialized!"],
      [5, "db  No changes. Your infrastructure matches the configuration."],
    ]).addTo(timeline, 0, new Map());
    expect(rounded(timeline)).toEqual([
      ["cdktf synth", 0, 3],
      ["db: init", 3, 1],
      ["db: plan", 4, 1],
      ["db: apply", 5, 0],
    ]);
  });
});

it("knows when a machine's cloud-init was done by the file it writes last", async () => {
  const daemon = (status: number, stdout: string) =>
    ({ exec: () => Promise.resolve({ status, stdout, stderr: "" }) }) as unknown as DaemonClient;
  expect(await cloudInitDone(daemon(0, "1795407616.125\n"), "db")).toBe(1_795_407_616_125);
  expect(await cloudInitDone(daemon(1, ""), "db")).toBeUndefined();
});

describe("a timeline", () => {
  it("counts from before its process, and names the longest pole", async () => {
    const { time, now } = clock();
    const timeline = new Timeline(7, now);
    await timeline.timed("the engine", () => Promise.resolve(void (time.seconds = 200)));
    time.seconds = 203.4;
    expect(timeline.table()).toEqual([
      "  phase                   from  seconds",
      "  set-up of this machine  0.0   7.0",
      "  the engine              7.0   200.0",
      "210 s in all; the aim is 180 s, and 480 s on a machine that has nothing yet.",
      "The longest pole: the engine, 200 s.",
    ]);
  });

  it("can be read by a program", async () => {
    const { time, now } = clock();
    const timeline = new Timeline(0, now);
    await timeline.timed("answers", () => Promise.resolve(void (time.seconds = 2)));
    const folder = mkdtempSync(join(tmpdir(), "timeline-"));
    timeline.write(join(folder, "phases.json"));
    expect(JSON.parse(readFileSync(join(folder, "phases.json"), "utf8"))).toEqual({
      seconds: 2,
      aims: { cold: 480, warm: 180 },
      longest: "answers",
      phases: [{ name: "answers", from: 0, seconds: 2 }],
    });
    rmSync(folder, { recursive: true });
  });
});
