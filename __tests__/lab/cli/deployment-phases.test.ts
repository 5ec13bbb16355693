import { DeploymentPhases } from "../../../lab/cli/deployment-phases";
import { DeploymentProgress } from "../../../lab/cli/deployment-progress";
import { Timeline } from "../../../lab/cli/timeline";

/** Lines of cdktf, each at its second. */
function deployment(lines: readonly (readonly [seconds: number, line: string])[]): DeploymentPhases {
  const phases = new DeploymentPhases();
  let seconds = 0;
  const progress = new DeploymentProgress(
    () => seconds,
    (stack, at) => {
      phases.began(stack, at);
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

/** Rows of the table of phases: name, start, seconds. */
function phases(lines: readonly (readonly [number, string])[], started = 0): readonly string[] {
  const timeline = new Timeline(0, () => 0);
  deployment(lines).addTo(timeline, started);
  return timeline
    .table()
    .slice(1, -1)
    .map((line) => line.trim().replace(/ {2,}/g, "  "));
}

describe("the phases of a deployment", () => {
  it("are the steps of each stack, and the boot of a machine", () => {
    expect(phases(LINES, 100)).toEqual([
      "cdktf synth  100.0  4.0",
      "network: init and plan  104.0  2.0",
      "network: apply  106.0  2.0",
      "db: init and plan  108.0  2.0",
      "db: create  111.0  2.0",
      "db: boot until ready  113.0  47.0",
    ]);
  });

  it("are plans when nothing changes", () => {
    expect(
      phases([
        [3, "db  Initializing the backend..."],
        [4, "    Terraform has been successfully initialized!"],
        [5, "db  No changes. Your infrastructure matches the configuration."],
      ]),
    ).toEqual(["cdktf synth  0.0  3.0", "db: init and plan  3.0  2.0", "db: apply  5.0  0.0"]);
  });
});
