import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadInstallation } from "../../config/load";
import { PROJECT_ROOT } from "../../config/paths";
import type { Installation } from "../../config/schema";
import { Engine } from "../../lab/engine/engine";
import { installMirror } from "../../lab/engine/mirror";
import { pinnedEngine, usersEngine } from "../support/engine/engines";
import { synthHcl } from "../support/hcl";
import { exampleInstallation, synthStacks } from "../support/synth";
import type { StackJson } from "../support/synth";

const scratch = mkdtempSync(join(tmpdir(), "engine-test-"));
/** In the project, and stacks two folders further down: that is where relative paths in a stack start from. */
const CACHE = join(PROJECT_ROOT, ".cache");
mkdirSync(CACHE, { recursive: true });
const synthesized = mkdtempSync(join(CACHE, "engine-test-"));
afterAll(() => {
  rmSync(scratch, { recursive: true });
  rmSync(synthesized, { recursive: true });
});

/** Writes stacks to where `cdktf synth` would, seen from the project. Returns the folder of each. */
function writeStacks(stacks: Record<string, StackJson>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(stacks).map(([name, stack]) => {
      const folder = mkdtempSync(join(synthesized, `${name}-`));
      writeFileSync(join(folder, "cdk.tf.json"), JSON.stringify(stack, undefined, 2));
      return [name, folder];
    }),
  );
}

/** What is wrong in each stack's folder, in the engine's words; stacks without fault are left out. */
async function faults(engine: Engine, folders: Record<string, string>): Promise<Record<string, unknown>> {
  const found: Record<string, unknown> = {};
  for (const [name, folder] of Object.entries(folders)) {
    // Without backend: the state of a real installation is none of a test's business.
    await engine.run(folder, "init", "-backend=false", "-input=false", "-no-color");
    const diagnostics = await engine.validate(folder);
    if (diagnostics.length > 0) found[name] = diagnostics;
  }
  return found;
}

/** An S3 service with one empty bucket: enough for an engine to open a backend and to find no state in it. */
async function emptyStorage(): Promise<{ url: string; asked: readonly string[]; close: () => void }> {
  const asked: string[] = [];
  const server = createServer(({ method, url }, response) => {
    asked.push(`${String(method)} ${String(url)}`);
    const isListing = url?.includes("list-type=") === true;
    response.writeHead(isListing ? 200 : 404, { "Content-Type": "application/xml" });
    response.end(isListing ? "<ListBucketResult></ListBucketResult>" : "<Error><Code>NoSuchKey</Code></Error>");
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    asked,
    close: () => server.close(),
  };
}

/** An installation that takes the other side of every choice that the example leaves at its default. */
function fullInstallation(): Installation {
  const folder = mkdtempSync(join(synthesized, "installation-"));
  const path = (name: string, content: string): string => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  const file = path(
    "installation.yaml",
    JSON.stringify({
      name: "cinema",
      domain: "bingo.example.org",
      bingo: { studentEmail: "someone@example.org", binary: { file: path("bingo", "\x7fELF") }, port: 15220 },
      cloud: { cloudId: "b1g0000000000000cl0d", folderId: "b1g000000000000f01de", zone: "ru-central1-b" },
      tls: {
        files: {
          certificate: path("tls.crt", "-----BEGIN CERTIFICATE-----\n"),
          privateKey: path("tls.key", "-----BEGIN PRIVATE KEY-----\n"),
        },
      },
      ssh: { sources: ["203.0.113.7/32"], publicKeys: ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAvX me@example"] },
      state: { objectStorage: { bucket: "state-of-cinema" } },
      labels: { team: "films" },
    }),
  );
  return loadInstallation(file);
}

/** The pinned OpenTofu, which is the same everywhere, and whatever engine this machine's user would deploy with. */
const ENGINES = [...new Set([pinnedEngine(), usersEngine()])];

describe.each(ENGINES)("%s", (path) => {
  let engine: Engine;
  beforeAll(async () => {
    engine = new Engine(path, await installMirror(new Engine(path), mkdtempSync(join(scratch, "providers-"))));
  }, 120_000);

  it("accepts every stack of the example", async () => {
    const stacks = synthStacks();
    expect(Object.keys(stacks).length).toBeGreaterThan(0);
    expect(await faults(engine, writeStacks(stacks))).toEqual({});
  });

  it("accepts every stack of an installation that chooses otherwise wherever there is a choice", async () => {
    expect(await faults(engine, writeStacks(synthStacks(fullInstallation())))).toEqual({});
  });

  it("accepts every stack of the example as HCL", async () => {
    const project = mkdtempSync(join(scratch, "hcl-"));
    symlinkSync(join(PROJECT_ROOT, "monitoring"), join(project, "monitoring"));
    const outdir = join(project, "hcl.out");
    await synthHcl(outdir);
    const folders = Object.keys(synthStacks()).map((name) => [name, join(outdir, "stacks", name)] as const);
    expect(await faults(engine, Object.fromEntries(folders))).toEqual({});
  });

  describe("refuses", () => {
    type Blocks = Record<string, Record<string, Record<string, unknown>>>;
    let folder: string;
    let stack: StackJson;

    beforeAll(async () => {
      stack = { ...synthStacks()["app-1"] } as StackJson;
      folder = writeStacks({ "app-1": stack })["app-1"] as string;
      await engine.run(folder, "init", "-backend=false", "-input=false", "-no-color");
    });

    it.each<[string, (vm: Record<string, unknown>) => void, string]>([
      ["an unknown argument", (vm) => (vm.colour = "red"), "Extraneous JSON object property"],
      ["a missing block", (vm) => delete vm.boot_disk, "Insufficient boot_disk blocks"],
      ["a missing argument", (vm) => (vm.network_interface = [{}]), "Missing required argument"],
      [
        "two of a block that may be there once",
        (vm) => (vm.boot_disk = [vm.boot_disk, {}]),
        "Too many boot_disk blocks",
      ],
      ["a wrong type", (vm) => (vm.labels = "blue"), "Incorrect attribute value type"],
      ["a value that only the provider sets", (vm) => (vm.fqdn = "a.b"), "Value for unconfigurable attribute"],
      [
        "a reference to nothing",
        (vm) => (vm.hostname = "${null_resource.nobody.id}"),
        "Reference to undeclared resource",
      ],
    ])("%s", async (_, spoil, summary) => {
      const spoilt = structuredClone(stack) as unknown as { resource: Blocks };
      const [vm] = Object.values(spoilt.resource.yandex_compute_instance ?? {});
      if (!vm) throw new Error("app-1 has no machine to spoil");
      spoil(vm);
      writeFileSync(join(folder, "cdk.tf.json"), JSON.stringify(spoilt));
      expect(await engine.validate(folder)).toContainEqual(expect.objectContaining({ severity: "error", summary }));
    });
  });

  it("takes the settings of the state in Object Storage", async () => {
    const storage = await emptyStorage();
    try {
      const { url: endpoint, asked } = storage;
      const state = { objectStorage: { bucket: "state", prefix: "bingo", region: "ru-central1", endpoint } };
      const { network } = synthStacks({ ...exampleInstallation(), state });
      // The bucket in the path: a bucket as a sub-domain of an address cannot be found.
      Object.assign(network?.terraform.backend.s3 as object, { use_path_style: true });
      const folder = writeStacks({ network: network as StackJson }).network as string;
      const withKeys = new Engine(path, {
        ...engine.settings,
        AWS_ACCESS_KEY_ID: "id",
        AWS_SECRET_ACCESS_KEY: "secret",
      });
      expect(await withKeys.run(folder, "init", "-input=false", "-no-color")).toContain("initialized");
      expect(asked).toContainEqual(expect.stringMatching(/^GET \/state[/?]/));
    } finally {
      storage.close();
    }
  });
});
