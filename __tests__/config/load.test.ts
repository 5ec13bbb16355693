import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadInstallation } from "../../config/load";
import { PROJECT_ROOT } from "../../config/paths";

const EXAMPLE = join(PROJECT_ROOT, "installation.example.yaml");
const SHORTEST = `
domain: bingo.example.org
bingo:
  studentEmail: someone@example.org
  binary: { url: https://storage.yandexcloud.net/final-homework/bingo }
ssh: { sources: [203.0.113.7/32] }
`;

const folder = mkdtempSync(join(tmpdir(), "config-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function load(text: string): ReturnType<typeof loadInstallation> {
  const file = join(folder, "installation.yaml");
  writeFileSync(file, text);
  return loadInstallation(file);
}

describe("the defaults", () => {
  it("are these", () => {
    const boot = { diskGb: 20, diskType: "network-ssd", preemptible: false };
    expect(load(SHORTEST)).toEqual({
      name: "bingo",
      domain: "bingo.example.org",
      bingo: {
        studentEmail: "someone@example.org",
        binary: { url: "https://storage.yandexcloud.net/final-homework/bingo" },
        data: { expect: { movies: 29_019, customers: 500_000, sessions: 5_000_000 } },
        port: "discover",
        instancesPerNode: 2,
        lifetimeMinutes: 10,
        instanceMemoryMb: 768,
      },
      cloud: { imageFamily: "debian-13", platformId: "standard-v3" },
      tls: { selfSigned: { validityDays: 365 } },
      ssh: { sources: ["203.0.113.7/32"], publicKeys: [] },
      network: {
        edgeSubnet: "10.130.1.0/24",
        privateSubnet: "10.130.0.0/24",
        containerSubnet: "172.30.0.0/24",
        addresses: { edge: "10.130.1.10", app1: "10.130.0.11", app2: "10.130.0.12", database: "10.130.0.20" },
      },
      machines: {
        edge: { cores: 2, memoryGb: 2, ...boot },
        appNode: { cores: 2, memoryGb: 2, ...boot },
        database: {
          cores: 2,
          memoryGb: 8,
          ...boot,
          dataDisk: { sizeGb: 96, type: "network-ssd", snapshotDays: 7, protected: true },
        },
      },
      monitoring: { retentionDays: 15, retentionGb: 5, scrapeIntervalSeconds: 5 },
      updates: {},
      state: { local: { folder: "terraform-state" } },
      labels: {},
    });
  });

  it("are what the example shows", () => {
    expect(loadInstallation(EXAMPLE)).toEqual(load(SHORTEST));
  });

  it("include those that the example only mentions in comments", () => {
    const example = readFileSync(EXAMPLE, "utf8");
    expect(load(example.replace("# instanceMemoryMb", "instanceMemoryMb"))).toEqual(load(SHORTEST));

    const [, commented = ""] = /( {2}# objectStorage:\n(?: {2}# .*\n)*)/.exec(example) ?? [];
    const objectStorage = commented.replace(/^ {2}# /gm, "  ");
    const inBucket = load(
      example.replace("  local:\n    folder: terraform-state\n", "").replace(commented, objectStorage),
    );
    expect(inBucket.state).toEqual(load(`${SHORTEST}state: { objectStorage: { bucket: my-terraform-state } }`).state);
  });

  it("of a window for reboots are every day, and neither edge nor database", () => {
    const days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    const rebootWindow = { from: "02:30", days, edge: false, database: false };
    expect(load(`${SHORTEST}updates: { rebootWindow: { from: "02:30" } }`).updates).toEqual({ rebootWindow });
    const example = readFileSync(EXAMPLE, "utf8");
    const [, commented = ""] = /( {2}# rebootWindow:\n(?: {2}# .*\n)*)/.exec(example) ?? [];
    const shown = commented.replace(/^ {2}# /gm, "  ");
    expect(load(example.replace("updates: {}", "updates:").replace(commented, shown)).updates).toEqual({
      rebootWindow: { ...rebootWindow, days: ["Sat", "Sun"] },
    });
  });

  it("of backups are those of Yandex Cloud, in a folder of the installation's name", () => {
    writeFileSync(join(folder, "key"), "id\nsecret\n");
    const { backups } = load(`${SHORTEST}name: cinema\nbackups: { bucket: my-backups, keyFile: key }`);
    expect(backups).toMatchObject({
      bucket: "my-backups",
      prefix: "cinema",
      endpoint: "https://storage.yandexcloud.net",
      region: "ru-central1",
      retentionDays: 14,
    });
  });

  it("share the memory of the app node among its instances", () => {
    const installation = load(
      `${SHORTEST.replace("  binary", "  instancesPerNode: 3\n  binary")}machines: { appNode: { memoryGb: 4 } }`,
    );
    expect(installation.bingo.instanceMemoryMb).toBe(1194); // (4096 - 512) / 3
  });
});

describe("what is given", () => {
  it("may be written with CRLF, anchors and merge keys", () => {
    const text = `${SHORTEST}
machines:
  edge: &small { cores: 2, memoryGb: 4 }
  appNode: { <<: *small, diskGb: 30 }
  database: { <<: [*small, { diskGb: 40 }], memoryGb: 16 }
`;
    const { edge, appNode, database } = load(text.replaceAll("\n", "\r\n")).machines;
    expect([edge, appNode, database].map(({ memoryGb, diskGb }) => [memoryGb, diskGb])).toEqual([
      [4, 20],
      [4, 30],
      [16, 40],
    ]);
  });

  it("may be a local binary, which is found from the config file and named from the project", () => {
    writeFileSync(join(folder, "bingo"), "");
    const sha256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"; // of nothing
    const { binary } = load(SHORTEST.replace(/\{ url: .* \}/, `{ file: bingo, sha256: ${sha256} }`)).bingo;
    expect(binary).toEqual({ file: expect.stringMatching(/^\.\.\/.*\/bingo$/) as string, sha256 });
    expect(readFileSync(join(PROJECT_ROOT, "file" in binary ? binary.file : ""), "utf8")).toBe("");
  });

  it("may be a certificate, of which only the path is kept", () => {
    writeFileSync(join(folder, "crt.pem"), "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
    writeFileSync(join(folder, "key.pem"), "-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----\n");
    const { tls } = load(`${SHORTEST}tls: { files: { certificate: crt.pem, privateKey: key.pem } }`);
    expect(tls).toEqual({
      files: {
        certificate: expect.stringMatching(/crt\.pem$/) as string,
        privateKey: expect.stringMatching(/key\.pem$/) as string,
      },
    });
  });
});

describe("which file is read", () => {
  const before = process.env.INSTALLATION;
  afterEach(() => {
    if (before === undefined) delete process.env.INSTALLATION;
    else process.env.INSTALLATION = before;
  });

  it("is the argument's, before the environment's", () => {
    writeFileSync(join(folder, "a.yaml"), `${SHORTEST}name: argument`);
    writeFileSync(join(folder, "e.yaml"), `${SHORTEST}name: environment`);
    process.env.INSTALLATION = join(folder, "e.yaml");
    expect(loadInstallation(join(folder, "a.yaml")).name).toBe("argument");
    expect(loadInstallation().name).toBe("environment");
  });

  it("is found from the project's folder, wherever the command runs", () => {
    process.env.INSTALLATION = "installation.example.yaml";
    const here = process.cwd();
    process.chdir(folder);
    try {
      expect(loadInstallation().domain).toBe("bingo.example.org");
    } finally {
      process.chdir(here);
    }
  });
});
