import { createHash } from "node:crypto";
import { tmpdir } from "node:os";
import { sanitized } from "../support/sanitize";
import {
  exampleInstallation,
  onlyResource,
  resources,
  stackDependencies,
  type StackJson,
  synthStacks,
} from "../support/synth";

const installation = exampleInstallation();
const stacks = synthStacks(installation);
const MACHINES = ["edge", "app-1", "app-2", "db"];
const instance = (stack: string) => onlyResource(stacks[stack], "yandex_compute_instance");

function inventory(stack: StackJson | undefined): Record<string, number> {
  return Object.fromEntries(
    Object.entries(stack?.resource ?? {}).map(([type, all]) => [type, Object.keys(all).length]),
  );
}

describe("the installation", () => {
  it("is a network, a disk and four machines, each in a stack of its own", () => {
    expect(Object.keys(stacks).sort()).toEqual(["network", "data", ...MACHINES].sort());
    expect(inventory(stacks["network"])).toEqual({
      yandex_vpc_network: 1,
      yandex_vpc_subnet: 2, // the edge's and the private one
      yandex_vpc_gateway: 1, // NAT of the private subnet
      yandex_vpc_route_table: 1,
      yandex_vpc_address: 1, // the edge's
      yandex_vpc_security_group: 3, // per role
      yandex_dns_zone: 1,
      yandex_dns_recordset: 4, // per machine
      yandex_compute_placement_group: 1, // app nodes on different hosts
      tls_private_key: 4, // SSH, certificate, seeds of two passwords
      tls_self_signed_cert: 1,
    });
    const machine = { yandex_compute_instance: 1, null_resource: 2 /* delivery, gate */ };
    expect(inventory(stacks["edge"])).toEqual(machine);
    expect(inventory(stacks["app-1"])).toEqual(machine);
    expect(inventory(stacks["app-2"])).toEqual(machine);
    expect(inventory(stacks["db"])).toEqual(machine);
    expect(inventory(stacks["data"])).toEqual({ yandex_compute_disk: 1, yandex_compute_snapshot_schedule: 1 });
  });

  it.each(Object.keys(stacks))("%s is what reviewers last saw", (name) => {
    expect(sanitized(stacks[name])).toMatchSnapshot();
  });

  it("keeps the addresses of what must not be made anew", () => {
    expect(Object.keys(resources(stacks["data"], "yandex_compute_disk"))).toEqual(["disk"]);
    expect(Object.keys(resources(stacks["db"], "yandex_compute_instance"))).toEqual(["vm"]);
    expect(Object.keys(resources(stacks["network"], "yandex_vpc_address"))).toEqual([
      "network_public-address_1C557EB5",
    ]);
    expect(Object.keys(resources(stacks["network"], "tls_private_key")).sort()).toEqual([
      "certificate_key_A0CC0DF7",
      "database-password",
      "deployment-key",
      "page-password",
    ]);
  });
});

describe("a machine", () => {
  it.each(MACHINES)("%s is not replaced when its user-data changes, nor for a new image", (name) => {
    expect(instance(name)["lifecycle"]).toEqual({ ignore_changes: ["boot_disk[0].initialize_params[0].image_id"] });
  });

  it("has to show that it works after a change of its size", () => {
    const { database } = installation.machines;
    const larger = { ...installation.machines, database: { ...database, memoryGb: 16 } };
    const triggers = (all: Record<string, StackJson>) => resources(all["db"], "null_resource")["gate"]?.["triggers"];
    expect(triggers(stacks)).toMatchObject({ shape: "standard-v3, 2 cores, 8 GB" });
    expect(triggers(synthStacks({ ...installation, machines: larger }))).toMatchObject({
      shape: "standard-v3, 2 cores, 16 GB",
    });
  });

  it("has a public address only if it is the edge", () => {
    const nat = (name: string) => (instance(name)["network_interface"] as { nat: boolean }[])[0]?.nat;
    expect(MACHINES.filter(nat)).toEqual(["edge"]);
  });

  it("may not be stopped by the cloud at any time unless the config says so", () => {
    for (const name of MACHINES) expect(instance(name)["scheduling_policy"]).toEqual({ preemptible: false });
    const cheap = {
      ...installation,
      machines: { ...installation.machines, appNode: { ...installation.machines.appNode, preemptible: true } },
    };
    expect(onlyResource(synthStacks(cheap)["app-1"], "yandex_compute_instance")["scheduling_policy"]).toEqual({
      preemptible: true,
    });
  });

  it("has no service account, no serial console and no token to give", () => {
    for (const name of MACHINES) {
      expect(instance(name)).not.toHaveProperty("service_account_id");
      expect(instance(name)).toMatchObject({
        metadata: { "serial-port-enable": "0" },
        metadata_options: { gce_http_token: 2, aws_v1_http_token: 2 },
      });
    }
  });
});

describe("the database", () => {
  const parcels = (all: Record<string, StackJson>): string[] =>
    Object.values(resources(all["db"], "null_resource"))
      .flatMap(({ provisioner }) => (provisioner as { file?: { destination: string } }[] | undefined) ?? [])
      .flatMap(({ file }) => (file === undefined ? [] : [file.destination]));

  it("gets the dump that the config names, over SSH", () => {
    const data = { ...installation.bingo.data, dump: "kept.dump" };
    const restored = synthStacks({ ...installation, bingo: { ...installation.bingo, data } });
    expect(parcels(stacks)).toEqual(["/home/ops/inbox/database-password"]);
    expect(parcels(restored)).toEqual(["/home/ops/inbox/database-password", "/home/ops/inbox/dump"]);
    expect(instance("db")).toEqual(onlyResource(restored["db"], "yandex_compute_instance"));
  });
});

describe("backups", () => {
  const backups = {
    bucket: "my-backups",
    prefix: "bingo",
    endpoint: "https://s3.example.org:9000",
    region: "ru-central1",
    retentionDays: 14,
    keyFile: "secrets/backup-key",
  };
  const backedUp = synthStacks({ ...installation, backups });

  it("are off, and the deployment says so", () => {
    expect(stacks["db"]?.output?.["backups"]).toMatchObject({ value: expect.stringMatching(/^none: /) as string });
    const { metadata } = instance("db") as { readonly metadata?: Readonly<Record<string, string>> };
    expect(metadata?.["user-data"]).not.toContain("- pgbackrest\n");
    expect(metadata?.["user-data"]).toContain("archive_mode = off\n");
  });

  it("bring a key to the database alone, over SSH, as the engine reads it from its file", () => {
    const delivery = resources(backedUp["db"], "null_resource")["delivery"];
    const { provisioner, triggers } = delivery as unknown as {
      readonly provisioner: readonly { file?: { content?: string; destination: string } }[];
      readonly triggers: Readonly<Record<string, string>>;
    };
    const key = provisioner.find(({ file }) => file?.destination === "/home/ops/inbox/backup-key");
    expect(key?.file?.content).toMatch(/^\$\{sensitive\(trimspace\(file\("[./]+secrets\/backup-key"\)\)\)\}$/);
    expect(triggers["backup-key"]).toMatch(/^\$\{nonsensitive\(sha256\(join\(/);
    for (const other of ["edge", "app-1", "app-2"]) expect(JSON.stringify(backedUp[other])).not.toContain("backup-key");
  });

  it("let the database reach the port of the service", () => {
    const [group] = Object.values(resources(backedUp["network"], "yandex_vpc_security_group")).filter(
      ({ name }) => name === "bingo-database",
    );
    expect(group?.["egress"]).toContainEqual(
      expect.objectContaining({ port: 9000, description: "database to internet: backups" }),
    );
  });
});

describe("the database's disk", () => {
  const disk = onlyResource(stacks["data"], "yandex_compute_disk");

  it("is protected, and stays when the machine goes", () => {
    expect(disk["lifecycle"]).toEqual({ prevent_destroy: true });
    expect(instance("db")["secondary_disk"]).toEqual([
      {
        disk_id: expect.stringMatching(/^\$\{data\.terraform_remote_state\./) as string,
        device_name: "pgdata",
        auto_delete: false,
      },
    ]);
  });

  const withDisk = (change: Partial<typeof installation.machines.database.dataDisk>) => {
    const { machines } = installation;
    const dataDisk = { ...machines.database.dataDisk, ...change };
    return synthStacks({ ...installation, machines: { ...machines, database: { ...machines.database, dataDisk } } });
  };

  it("has a snapshot every night, kept for a week, unless the config says otherwise", () => {
    expect(onlyResource(stacks["data"], "yandex_compute_snapshot_schedule")).toMatchObject({
      disk_ids: ["${yandex_compute_disk.disk.id}"],
      retention_period: "168h0m0s",
      schedule_policy: { expression: "15 1 * * *" },
    });
    expect(inventory(withDisk({ snapshotDays: 0 })["data"])).toEqual({ yandex_compute_disk: 1 });
  });

  it("is one that is there when the config names it, and then nothing of ours can change it", () => {
    const existing = "fhm00000000000000000";
    const adopted = withDisk({ existing });
    expect(inventory(adopted["data"])).toEqual({ yandex_compute_snapshot_schedule: 1 });
    expect(onlyResource(adopted["db"], "yandex_compute_instance")["secondary_disk"]).toEqual([
      { disk_id: existing, device_name: "pgdata", auto_delete: false },
    ]);
  });

  it("may be destroyed when the config says so", () => {
    expect(onlyResource(withDisk({ protected: false })["data"], "yandex_compute_disk")["lifecycle"]).toEqual({
      prevent_destroy: false,
    });
  });
});

describe("labels", () => {
  const LABELLED = /^yandex_(vpc_(?!.*_rule)|compute_|dns_zone)/;

  it("are on everything that takes them", () => {
    const labelled = Object.values(stacks).flatMap((stack) =>
      Object.entries(stack.resource ?? {})
        .filter(([type]) => LABELLED.test(type))
        .flatMap(([, all]) => Object.values(all)),
    );
    expect(labelled).toHaveLength(17);
    for (const resource of labelled) expect(resource["labels"]).toMatchObject({ installation: "bingo" });
  });
});

describe("the order of stacks", () => {
  it("rolls through the app nodes and lets nobody wait for the data load", () => {
    expect(stackDependencies(installation)).toEqual({
      network: [],
      data: [],
      edge: ["network"],
      "app-1": ["network"],
      "app-2": ["app-1", "network"],
      db: ["data", "network"],
    });
  });
});

describe("synthesized JSON", () => {
  const text = JSON.stringify(stacks);
  /** What a pattern finds, and not the whole text in the message. */
  const found = (pattern: RegExp) => [...text.matchAll(pattern)].map(([match]) => match);

  it("has no unresolved token", () => {
    expect(found(/.{0,40}Token\[.{0,40}/g)).toEqual([]);
  });

  it("has no path of the machine it was made on", () => {
    for (const path of [process.cwd(), tmpdir(), "/Users/"]) expect(text.includes(`"${path}`)).toBe(false);
  });

  it("is the same every time", () => {
    const hash = (value: unknown) => createHash("sha256").update(JSON.stringify(value)).digest("hex");
    expect(hash(synthStacks(installation))).toBe(hash(stacks));
  });

  it("holds no ${ but references of ours: those of shell scripts are escaped", () => {
    const ours =
      /^\$\{(terraform\.workspace$|((?:sha256|(?:non)?sensitive|trimspace)\(|join\(\\+" \\+", \[)*(filesha256\(|yandex_|null_resource\.|tls_|data\.(yandex_|terraform_remote_state\.)))/;
    expect(found(/(?<!\$)\$\{[^}]*/g).filter((reference) => !ours.test(reference))).toEqual([]);
    expect(found(/(?<!%)%\{[^}]*/g)).toEqual([]);
  });

  it("holds no secret: keys and passwords are made by the engine", () => {
    expect(found(/BEGIN [A-Z ]*PRIVATE KEY/g)).toEqual([]);
    const contents = Object.values(stacks).flatMap((stack) =>
      Object.values(resources(stack, "null_resource")).flatMap(({ provisioner }) =>
        ((provisioner ?? []) as { file?: { content?: string } }[]).flatMap(({ file }) => file?.content ?? []),
      ),
    );
    expect(contents).toHaveLength(6); // the password thrice, certificate and its key, the password of the page
    expect(contents.filter((content) => !content.startsWith("${sensitive("))).toEqual([]);
  });
});
