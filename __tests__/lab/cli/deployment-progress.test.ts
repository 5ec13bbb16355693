import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT_ROOT } from "../../../config/paths";
import { DeploymentProgress, shown } from "../../../lab/cli/deployment-progress";

/** Output of cdktf 0.21 into a pipe. */
function recorded(name: string): string {
  return readFileSync(join(PROJECT_ROOT, "__tests__", "fixtures", "cdktf", name), "utf8");
}

function lines(text: string, pieceLength = text.length): string[] {
  const progress = new DeploymentProgress(() => 3.4);
  const result = [];
  for (let at = 0; at < text.length; at += pieceLength) result.push(...progress.push(text.slice(at, at + pieceLength)));
  return [...result, ...progress.end()].map(shown);
}

describe("progress", () => {
  it("is one line for each thing that is done, with its stack", () => {
    expect(lines(recorded("deploy.txt"))).toEqual([
      "    3 s  network  Plan: 1 to add, 0 to change, 0 to destroy.",
      "    3 s  network  made",
      "    3 s  network  terraform_data.gate made in 0s",
      "    3 s  network  Apply complete! Resources: 1 added, 0 changed, 0 destroyed.",
      "    3 s  app-1    Plan: 1 to add, 0 to change, 0 to destroy.",
      "    3 s  app-1    cloud-init: done",
      "    3 s  db       Plan: 1 to add, 0 to change, 0 to destroy.",
      "    3 s  db       rows 1000",
      "    3 s  db       rows 5000",
      "    3 s  db       terraform_data.gate made in 2s",
      "    3 s  db       Apply complete! Resources: 1 added, 0 changed, 0 destroyed.",
      "    3 s  edge     Plan: 1 to add, 0 to change, 0 to destroy.",
      "    3 s  edge     serving",
      "    3 s  edge     terraform_data.gate made in 0s",
      "    3 s  edge     Apply complete! Resources: 1 added, 0 changed, 0 destroyed.",
      "    3 s  app-1    node: healthy",
      "    3 s  app-1    terraform_data.gate made in 12s",
      "    3 s  app-1    Apply complete! Resources: 1 added, 0 changed, 0 destroyed.",
    ]);
  });

  it("shows an error whole, with what the machine said last", () => {
    expect(
      lines(recorded("deploy-failed.txt"))
        .filter((line) => line.includes(" db "))
        .slice(-7),
    ).toEqual([
      "    3 s  db       bingo-await: postgresql.service failed",
      "    3 s  db       Error: local-exec provisioner error",
      "    3 s  db         with terraform_data.gate,",
      "    3 s  db         on cdk.tf.json line 24, in resource.terraform_data.gate.provisioner[0].local-exec:",
      "    3 s  db         24:             }",
      "    3 s  db       Error running command 'sleep 1; echo 'bingo-await: postgresql.service failed'",
      "    3 s  db       >&2; exit 3': exit status 3. Output: bingo-await: postgresql.service failed",
    ]);
  });

  it("is the same however the output is cut into pieces", () => {
    const text = recorded("deploy.txt");
    expect(lines(text, 7)).toEqual(lines(text));
  });

  it("says once that a machine does not answer yet, and nothing of how it is connected to", () => {
    const line = (text: string) => `db  null_resource.gate (remote-exec): ${text}\n`;
    const attempt =
      line("Connecting to remote host via SSH...") + line("  Host: 10.130.0.20") + line("  Private key: true");
    expect(lines(attempt + attempt + line("Connected!") + line("cloud-init: running"))).toEqual([
      "    3 s  db       waiting for SSH",
      "    3 s  db       cloud-init: running",
    ]);
  });

  it("shows when work on a machine begins, and long waits once a minute", () => {
    const text = [
      "edge  yandex_compute_instance.vm: Creating...",
      "      yandex_vpc_network.network: Creating...",
      "      null_resource.gate: Still creating... [10s elapsed]",
      "      null_resource.gate: Still creating... [1m0s elapsed]",
      "      null_resource.gate: Still creating... [1m10s elapsed]",
      "      yandex_compute_instance.vm: Destroying... [id=fhm1]",
      "      yandex_compute_instance.vm: Destruction complete after 2s",
    ];
    expect(lines(`${text.join("\n")}\n`)).toEqual([
      "    3 s  edge     yandex_compute_instance.vm: Creating...",
      "    3 s  edge     null_resource.gate: Still creating... [1m0s elapsed]",
      "    3 s  edge     yandex_compute_instance.vm: Destroying...",
      "    3 s  edge     yandex_compute_instance.vm removed in 2s",
    ]);
  });
});
