import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import execa from "execa";
import { machines } from "../../../cloud-init/machines";
import { loadInstallation } from "../../../config/load";
import { PROJECT_ROOT } from "../../../config/paths";
import type { Installation } from "../../../config/schema";
import { LabDeployment } from "../../support/engine/lab-deployment";

// Each step starts the engine and the provider, which takes seconds and more on a busy machine.
jest.setTimeout(600_000);

const scratch = mkdtempSync(join(tmpdir(), "hcl-module-"));
const folder = join(scratch, "bingo");
const KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJsX8k2rQ5eWw7m0d1gY3uH9tqPzLbNfVcKoRiSxTyUe ada@laptop";

interface Sample {
  /** What is said to the module. */
  readonly values: Readonly<Record<string, unknown>>;
  /** The same in a config of this project. */
  readonly config: string;
}

const LEAST: Sample = {
  values: { domain: "bingo.mine.org", student_email: "me@mine.org", ssh_sources: ["8.8.8.8/32"] },
  config: `
domain: bingo.mine.org
bingo: { studentEmail: me@mine.org, binary: { url: "https://storage.yandexcloud.net/final-homework/bingo" } }
ssh: { sources: [8.8.8.8/32] }
`,
};
const ALL: Sample = {
  values: {
    cloud_id: "b1g00000000000000000",
    folder_id: "b1g11111111111111111",
    zone: "ru-central1-b",
    name: "cinema-2",
    domain: "films.example.net",
    student_email: "ada.l+bingo@mail.example.net",
    binary_url: "https://files.example.net/bingo/v2?id=7",
    binary_sha256: "0123456789abcdef".repeat(4),
    ssh_sources: ["198.18.0.0/24", "8.8.4.4/32"],
    ssh_public_keys: [KEY, KEY.replace("ada", "bob")],
    edge: { cores: 4, memory_gb: 8, disk_gb: 30, disk_type: "network-hdd" },
    app_node: { cores: 4, memory_gb: 12, disk_gb: 93, disk_type: "network-ssd-nonreplicated" },
    database: { cores: 8, memory_gb: 40, disk_gb: 40 },
    data_disk: { size_gb: 186, type: "network-ssd-io-m3" },
    labels: { team: "films" },
  },
  config: `
name: cinema-2
domain: films.example.net
bingo:
  studentEmail: ada.l+bingo@mail.example.net
  binary: { url: "https://files.example.net/bingo/v2?id=7", sha256: ${"0123456789abcdef".repeat(4)} }
cloud: { cloudId: b1g00000000000000000, folderId: b1g11111111111111111, zone: ru-central1-b }
ssh: { sources: [198.18.0.0/24, 8.8.4.4/32], publicKeys: ["${KEY}", "${KEY.replace("ada", "bob")}"] }
machines:
  edge: { cores: 4, memoryGb: 8, diskGb: 30, diskType: network-hdd }
  appNode: { cores: 4, memoryGb: 12, diskGb: 93, diskType: network-ssd-nonreplicated }
  database: { cores: 8, memoryGb: 40, diskGb: 40, dataDisk: { sizeGb: 186, type: network-ssd-io-m3 } }
labels: { team: films }
`,
};

interface Resource {
  readonly address: string;
  readonly values: Readonly<Record<string, unknown>>;
}
interface Values {
  readonly root_module: { readonly child_modules: readonly { readonly resources?: readonly Resource[] }[] };
}

let deployment: LabDeployment;
const engine = (...args: readonly string[]) =>
  deployment.engine.run(folder, args[0] ?? "", "-no-color", ...args.slice(1));
const valuesFile = (values: Sample["values"]): string => {
  const file = join(scratch, "values.tfvars.json");
  writeFileSync(file, JSON.stringify(values));
  return `-var-file=${file}`;
};

beforeAll(async () => {
  await execa("npm", ["run", "--silent", "module", "--", "--hcl", folder], { cwd: PROJECT_ROOT });
  // There is no machine to log in to.
  for (const stack of readdirSync(join(folder, "stacks"))) {
    const file = join(folder, "stacks", stack, "main.tf");
    const text = readFileSync(file, "utf8");
    writeFileSync(file, text.replace(/^ {2}(?:connection|provisioner "[^"]+") \{\n[\s\S]*?^ {2}\}\n/gm, ""));
  }
  deployment = await LabDeployment.start();
  await engine("init", "-input=false");
});
afterAll(() => {
  deployment.end();
  rmSync(scratch, { recursive: true });
});

/** All resources of a state or a plan, by their addresses. */
function byAddress({ root_module }: Values): Readonly<Record<string, Resource["values"]>> {
  const all = root_module.child_modules.flatMap(({ resources = [] }) => resources);
  return Object.fromEntries(all.map(({ address, values }) => [address, values]));
}

const VMS = {
  edge: "module.edge.yandex_compute_instance.vm",
  "app-1": "module.app_1.yandex_compute_instance.vm",
  "app-2": "module.app_2.yandex_compute_instance.vm",
  db: "module.db.yandex_compute_instance.vm",
};

function configOf({ config }: Sample): Installation {
  const file = join(scratch, "installation.yaml");
  writeFileSync(file, config);
  return loadInstallation(file);
}

describe.each([
  ["only what has no default", LEAST],
  ["everything", ALL],
])("with values for %s", (_, sample) => {
  const config = configOf(sample);
  const { name, machines: sizes, labels } = config;
  let deployed: ReturnType<typeof byAddress>;

  beforeAll(async () => {
    await engine("apply", "-input=false", "-auto-approve", valuesFile(sample.values));
    deployed = byAddress((JSON.parse(await engine("show", "-json")) as { values: Values }).values);
  });
  afterAll(async () => {
    // The data disk is protected, as everywhere.
    const file = join(folder, "stacks", "data", "main.tf");
    writeFileSync(file, readFileSync(file, "utf8").replace("prevent_destroy = true", "prevent_destroy = false"));
    await engine("destroy", "-input=false", "-auto-approve", valuesFile(sample.values));
    expect(deployment.api.cloud.counts()).toEqual({});
  });

  it("each machine has the very document that this project gives it", () => {
    const key = String(deployed["module.network.tls_private_key.deployment-key"]?.["public_key_openssh"]).trim();
    for (const machine of machines(config)) {
      const { metadata } = deployed[VMS[machine.name as "edge"]] as { metadata: Record<string, string> };
      expect(metadata["user-data"]?.trimEnd()).toBe(machine.userData(key).trimEnd());
    }
  });

  it("machines and disks have its sizes, names and labels", () => {
    const of = { edge: sizes.edge, "app-1": sizes.appNode, "app-2": sizes.appNode, db: sizes.database };
    for (const [machine, { cores, memoryGb, diskGb, diskType }] of Object.entries(of)) {
      expect(deployed[VMS[machine as "edge"]]).toMatchObject({
        name: `${name}-${machine}`,
        labels: { ...labels, installation: name, machine },
        platform_id: config.cloud.platformId,
        resources: [{ cores, memory: memoryGb }],
        boot_disk: [{ initialize_params: [{ size: diskGb, type: diskType }] }],
        ...(config.cloud.zone !== undefined && { zone: config.cloud.zone }),
      });
    }
    const { sizeGb: size, type } = sizes.database.dataDisk;
    expect(deployed["module.data.yandex_compute_disk.disk"]).toMatchObject({ name: `${name}-db-data`, size, type });
  });

  it("its administrators may log in from its networks alone, and its certificate is for its domain", () => {
    const groups = Object.entries(deployed).filter(([address]) => address.includes("yandex_vpc_security_group"));
    const open = groups.flatMap(([, { ingress }]) =>
      (ingress as { port: number; v4_cidr_blocks: string[] }[]).filter(({ port, v4_cidr_blocks }) => {
        return port === 22 && !v4_cidr_blocks.every((network) => network.startsWith("10."));
      }),
    );
    expect(open.map(({ v4_cidr_blocks }) => v4_cidr_blocks)).toEqual([config.ssh.sources]);
    const certificate = deployed["module.network.tls_self_signed_cert.certificate"];
    expect(certificate).toMatchObject({ dns_names: [config.domain] });
  });

  it("has nothing to do the second time, and says where it is", async () => {
    await engine("plan", "-input=false", "-detailed-exitcode", valuesFile(sample.values));
    const outputs = JSON.parse(await engine("output", "-json")) as Record<
      string,
      { value: string; sensitive: boolean }
    >;
    const address = outputs["edge_address"]?.value ?? "";
    expect(outputs["https_url"]?.value).toBe(`https://${address}/`);
    expect(outputs["ssh_private_key"]).toMatchObject({ sensitive: true });
    expect(outputs["page_password"]).toMatchObject({ sensitive: true });
  });
});

describe("a wrong value is refused before anything is planned:", () => {
  it.each<[string, unknown, RegExp]>([
    ["cloud_id", "my-cloud", /cloud_id: allowed is a cloud's id/],
    ["folder_id", "b1g", /folder_id: allowed is a folder's id/],
    ["zone", "europe", /zone: allowed is an availability zone/],
    ["name", "Cinema", /name: allowed is a name of 1 to 20/],
    ["domain", "https://bingo.mine.org", /domain: allowed is a lower-case host name/],
    ["student_email", "me", /student_email: allowed is an e-mail address/],
    ["binary_url", "http://mine.org/bingo", /binary_url: allowed is an https URL/],
    ["binary_sha256", "abc", /binary_sha256: allowed is 64/],
    ["ssh_sources", [], /expected at least one network/],
    ["ssh_sources", ["8.8.8.8"], /ssh_sources: allowed are IPv4 networks/],
    ["ssh_sources", ["8.8.8.8/24"], /by their first address/],
    ["ssh_public_keys", ["AAAA me@laptop"], /ssh_public_keys: allowed are OpenSSH public keys/],
    ["edge", { cores: 3 }, /edge\.cores: allowed is an even number/],
    ["app_node", { memory_gb: 1 }, /app_node\.memory_gb: allowed is a whole number, 1 to 8 for each core/],
    ["database", { disk_type: "floppy" }, /database\.disk_type: allowed is one of network-ssd, /],
    ["data_disk", { size_gb: 100, type: "network-ssd-io-m3" }, /data_disk\.size_gb: .* multiples of 93 GB/],
    ["labels", { installation: "x" }, /labels: allowed are keys/],
  ])("%s %j", async (name, value, words) => {
    const said = await engine("plan", "-input=false", valuesFile({ ...LEAST.values, [name]: value })).then(
      () => "nothing",
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
    expect(said.replace(/[│╵╷\s]+/g, " ")).toMatch(words);
  });
});
