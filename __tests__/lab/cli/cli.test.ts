import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { labEnvironment } from "../../../lab/cli/cdktf";
import { configuredBinary, writeInstallation } from "../../../lab/cli/installation";
import { LabPaths } from "../../../lab/paths";
import { Progress, shown } from "../../../lab/cli/progress";
import { statusLines } from "../../../lab/cli/status";
import { synthStacks } from "../../support/synth";
import { PROJECT_ROOT } from "../../../config/paths";

/** What cdktf 0.21 printed into a pipe. */
function recorded(name: string): string {
  return readFileSync(join(PROJECT_ROOT, "__tests__", "fixtures", "cdktf", name), "utf8");
}

function told(text: string, pieceLength = text.length): string[] {
  const progress = new Progress(() => 3.4);
  const lines = [];
  for (let at = 0; at < text.length; at += pieceLength) lines.push(...progress.push(text.slice(at, at + pieceLength)));
  return [...lines, ...progress.end()].map(shown);
}

describe("progress", () => {
  it("is one line for each thing that is done, with its stack", () => {
    expect(told(recorded("deploy.txt"))).toEqual([
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
      told(recorded("deploy-failed.txt"))
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
    expect(told(text, 7)).toEqual(told(text));
  });

  it("says once that a machine does not answer yet, and nothing of how it is connected to", () => {
    const line = (text: string) => `db  null_resource.gate (remote-exec): ${text}\n`;
    const attempt =
      line("Connecting to remote host via SSH...") + line("  Host: 10.130.0.20") + line("  Private key: true");
    expect(told(attempt + attempt + line("Connected!") + line("cloud-init: running"))).toEqual([
      "    3 s  db       waiting for SSH",
      "    3 s  db       cloud-init: running",
    ]);
  });

  it("tells of machines when they begin, and of long waits once a minute", () => {
    const text = [
      "edge  yandex_compute_instance.vm: Creating...",
      "      yandex_vpc_network.network: Creating...",
      "      null_resource.gate: Still creating... [10s elapsed]",
      "      null_resource.gate: Still creating... [1m0s elapsed]",
      "      null_resource.gate: Still creating... [1m10s elapsed]",
      "      yandex_compute_instance.vm: Destroying... [id=fhm1]",
      "      yandex_compute_instance.vm: Destruction complete after 2s",
    ];
    expect(told(`${text.join("\n")}\n`)).toEqual([
      "    3 s  edge     yandex_compute_instance.vm: Creating...",
      "    3 s  edge     null_resource.gate: Still creating... [1m0s elapsed]",
      "    3 s  edge     yandex_compute_instance.vm: Destroying...",
      "    3 s  edge     yandex_compute_instance.vm removed in 2s",
    ]);
  });
});

describe("the config of a lab", () => {
  const folder = mkdtempSync(join(tmpdir(), "lab-cli-"));
  const binary = join(folder, "bingo");
  const addresses = { internet: "198.18.7.0/24", host: "198.19.7.1" };
  const paths = new LabPaths("unittest");

  beforeAll(() => {
    writeFileSync(binary, "");
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
    rmSync(paths.inFolder(), { recursive: true, force: true });
  });

  function config(text: string): string {
    const file = join(folder, "own.yaml");
    writeFileSync(file, text);
    return file;
  }

  it("is an installation like any other, and keeps its state where no other does", () => {
    const installation = writeInstallation(paths, { binary, addresses });
    expect(installation).toMatchObject({
      domain: "bingo.example.org",
      bingo: { binary: { file: expect.stringMatching(/\/bingo$/) as string } },
      ssh: { sources: ["198.19.7.1/32", "198.18.7.0/24"] },
      machines: { database: { dataDisk: { sizeGb: 20, protected: false } } },
      state: { local: { folder: ".cache/lab/unittest/state" } },
    });
    for (const { terraform } of Object.values(synthStacks(installation))) {
      expect(terraform.backend).toEqual({
        local: {
          path: expect.stringMatching(/^\.\.\/\.\.\/\.\.\/\.cache\/lab\/unittest\/state\/[\w-]+\.tfstate$/) as string,
        },
      });
    }
  });

  it("keeps what the user's own says, but for what only the lab can know", () => {
    const own = config(`
domain: my.example.org
bingo: { studentEmail: me@example.org, binary: { url: "https://example.org/bingo" }, instancesPerNode: 3 }
ssh: { sources: [203.0.113.7/32] }
machines: { database: { memoryGb: 4, dataDisk: { sizeGb: 200 } } }
state: { objectStorage: { bucket: my-state } }
`);
    expect(configuredBinary(own)).toBeUndefined();
    expect(writeInstallation(paths, { config: own, binary, addresses })).toMatchObject({
      domain: "my.example.org",
      bingo: { studentEmail: "me@example.org", instancesPerNode: 3 },
      machines: { database: { memoryGb: 4, dataDisk: { sizeGb: 20 } } },
      ssh: { sources: ["198.19.7.1/32", "198.18.7.0/24"] },
      state: { local: { folder: ".cache/lab/unittest/state" } },
    });
  });

  it("finds the real binary beside the user's config", () => {
    const own = config("bingo: { binary: { file: bin/bingo } }");
    expect(configuredBinary(own)).toBe(join(folder, "bin", "bingo"));
  });

  it("takes a test's changes at last", () => {
    const overrides = { bingo: { instancesPerNode: 1 }, machines: { appNode: { memoryGb: 4 } } };
    expect(writeInstallation(paths, { binary, addresses, overrides })).toMatchObject({
      bingo: { studentEmail: "someone@example.org", instancesPerNode: 1 },
      machines: { appNode: { memoryGb: 4 } },
    });
  });

  it("is refused with the config's own lines when something in it is wrong", () => {
    const own = config("domain: nodot\nbingo: { studentEmail: me@example.org }\n");
    expect(() => writeInstallation(paths, { config: own, binary, addresses })).toThrow(
      /domain: got "nodot", allowed: /,
    );
    expect(() => writeInstallation(paths, { config: "/nonexistent.yaml", binary, addresses })).toThrow(
      "--config /nonexistent.yaml: expected a YAML file, found none",
    );
  });
});

it("lets nothing of the user's own cloud into a deployment", () => {
  const environment = labEnvironment(
    { PATH: "/bin", YC_TOKEN: "t", TF_VAR_x: "1", AWS_CA_BUNDLE: "/ca", INSTALLATION: "mine.yaml", CDKTF_HOME: "/h" },
    new LabPaths("main"),
  );
  expect(environment).toMatchObject({
    PATH: "/bin",
    CHECKPOINT_DISABLE: "1",
    CDKTF_DISABLE_PLUGIN_CACHE_ENV: "1",
    LAB_SOCKET: "/run/bingo-lab/main/daemon.sock",
    INSTALLATION: expect.stringMatching(/\/\.cache\/lab\/main\/installation\.yaml$/) as string,
    CDKTF_OUTDIR: "lab-main.out",
  });
  expect(Object.keys(environment)).toHaveLength(6);
});

it("shows machines and resources as a table", () => {
  const machine = { id: "fhm1", name: "app-1", address: "10.130.0.11" };
  const lines = statusLines({
    name: "main",
    pid: 7,
    addresses: { internet: "198.18.0.0/24", host: "198.19.0.1" },
    counts: { yandex_vpc_subnet: 2, yandex_compute_instance: 2 },
    machines: [
      { ...machine, state: "running", uptimeSeconds: 75.4 },
      { ...machine, name: "db", address: "10.130.0.20", state: "crashed", uptimeSeconds: 0 },
    ],
  });
  expect(lines).toEqual([
    "lab main: daemon 7, public addresses in 198.18.0.0/24",
    "  machine  state    address      up for",
    "  app-1    running  10.130.0.11  1 min 15 s",
    "  db       crashed  10.130.0.20",
    "resources: 2 vpc_subnet, 2 compute_instance",
  ]);
});

it("names a lab so that the host can name everything after it", () => {
  expect(() => new LabPaths("my-lab")).toThrow(
    'name of the lab: expected a lower-case letter and up to 9 letters or digits, found "my-lab"',
  );
});
