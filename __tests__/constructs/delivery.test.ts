import type { Installation } from "../../config/schema";
import { exampleInstallation, resources, synthStacks } from "../support/synth";

interface Provisioned {
  readonly connection: Readonly<Record<string, string>>;
  readonly provisioner: readonly {
    file?: { source?: string; destination: string };
    "remote-exec"?: { inline: string[] };
  }[];
  readonly triggers: Readonly<Record<string, string>>;
}

const example = exampleInstallation();
const MACHINES = ["edge", "app-1", "app-2", "db"];

function step(name: string, id: "delivery" | "gate", installation: Installation = example): Provisioned {
  return resources(synthStacks(installation)[name], "null_resource")[id] as unknown as Provisioned;
}

/** The hash of a secret, with the deployment's own key before it: never the bare one, which somebody could find by trying. */
function keyed(secret: string): unknown {
  const text = secret.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return expect.stringMatching(
    `^\\$\\{nonsensitive\\(sha256\\(join\\(" ", \\[sensitive\\(.*private_key_openssh\\), ${text}\\]\\)\\)\\)\\}$`,
  );
}

function destinations(delivery: Provisioned): string[] {
  return delivery.provisioner.flatMap(({ file }) => file?.destination ?? []);
}

describe("a delivery", () => {
  it("carries to each machine what it needs and no more", () => {
    expect(Object.fromEntries(MACHINES.map((name) => [name, destinations(step(name, "delivery"))]))).toEqual({
      edge: [
        "/home/ops/inbox/tls.crt",
        "/home/ops/inbox/tls.key",
        "/home/ops/inbox/page.html",
        "/home/ops/inbox/page-password",
      ],
      "app-1": ["/home/ops/inbox/database-password"],
      "app-2": ["/home/ops/inbox/database-password"],
      db: ["/home/ops/inbox/database-password"],
    });
  });

  it("makes the inbox first, for its owner only", () => {
    expect(step("db", "delivery").provisioner[0]?.["remote-exec"]?.inline).toEqual([
      "install -d -m 0700 /home/ops/inbox",
    ]);
  });

  it("is done when everything is on the machine's disk: nothing is carried twice", () => {
    expect(step("db", "delivery").provisioner.at(-1)?.["remote-exec"]?.inline).toEqual([
      "sync /home/ops/inbox/* /home/ops/inbox",
    ]);
  });

  it("happens again for a new machine and for each thing that changes", () => {
    expect(Object.keys(step("edge", "delivery").triggers)).toEqual([
      "instance",
      "page-password",
      "page.html",
      "tls.crt",
      "tls.key",
    ]);
    expect(step("edge", "delivery").triggers["instance"]).toBe("${yandex_compute_instance.vm.id}");
  });

  it("carries a local binary to app nodes and database, and again when the file changes", () => {
    const local = { ...example, bingo: { ...example.bingo, binary: { file: "build/bingo" } } };
    for (const name of ["app-1", "db"]) {
      const { provisioner, triggers } = step(name, "delivery", local);
      expect(provisioner.flatMap(({ file }) => file?.source ?? [])).toEqual(["../../../build/bingo"]);
      expect(triggers["bingo"]).toBe('${filesha256("../../../build/bingo")}');
    }
    expect(destinations(step("edge", "delivery", local))).not.toContain("/home/ops/inbox/bingo");
  });

  it("reads the owner's certificate when it is applied, not when it is synthesized", () => {
    const own = { ...example, tls: { files: { certificate: "tls/chain.pem", privateKey: "tls/key.pem" } } };
    expect(step("edge", "delivery", own).triggers).toMatchObject({
      "tls.crt": keyed('file("../../../tls/chain.pem")'),
      "tls.key": keyed('file("../../../tls/key.pem")'),
    });
    expect(Object.keys(resources(synthStacks(own)["network"], "tls_private_key")).sort()).toEqual([
      "database-password",
      "deployment-key",
      "page-password",
    ]);
  });

  it("carries the page as it was built, apart from user-data: a change of it makes no new machine", () => {
    const { provisioner, triggers } = step("edge", "delivery");
    expect(provisioner.flatMap(({ file }) => file?.source ?? [])).toEqual(["../../../monitoring/page/dist/index.html"]);
    expect(triggers["page.html"]).toBe('${filesha256("../../../monitoring/page/dist/index.html")}');
  });

  it("carries the secret of the alerts from its file, which is read when it is applied", () => {
    const alerts = { webhook: { urlFile: "secrets/url" } };
    const configured = { ...example, monitoring: { ...example.monitoring, alerts } };
    expect(destinations(step("edge", "delivery", configured))).toContain("/home/ops/inbox/alerts-secret");
    expect(step("edge", "delivery", configured).triggers["alerts-secret"]).toEqual(
      keyed('trimspace(file("../../../secrets/url"))'),
    );
  });
});

describe("a gate", () => {
  it("waits on the machine itself, and shows what it waits for", () => {
    for (const name of MACHINES) {
      const { provisioner, triggers } = step(name, "gate");
      expect(provisioner).toHaveLength(1);
      expect(provisioner[0]?.["remote-exec"]?.inline).toEqual([
        expect.stringMatching(/^sudo \/usr\/local\/sbin\/bingo-await \d+ \$\{sha256\(.*user-data"\]\)\}$/),
      ]);
      expect(triggers).toEqual({
        instance: "${yandex_compute_instance.vm.id}",
        delivery: "${null_resource.delivery.id}",
        user_data: '${sha256(yandex_compute_instance.vm.metadata["user-data"])}',
        shape: expect.stringMatching(/^standard-v3, 2 cores, \d+ GB$/) as string,
        ...(name === "db" && { data_disk: "96 GB" }),
      });
    }
  });

  it("reaches the edge directly and the others through it", () => {
    expect(step("edge", "gate").connection["host"]).toContain("public-address");
    expect(step("edge", "gate").connection).not.toHaveProperty("bastion_host");
    for (const [name, address] of [
      ["app-1", "10.130.0.11"],
      ["app-2", "10.130.0.12"],
      ["db", "10.130.0.20"],
    ] as const) {
      const { connection } = step(name, "gate");
      expect(connection["host"]).toBe(address);
      expect(connection["bastion_host"]).toContain("public-address");
    }
  });
});
