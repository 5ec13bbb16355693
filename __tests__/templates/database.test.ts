import { parse } from "yaml";
import { postgresSettings } from "../../cloud-init/postgres";
import { PORTS } from "../../cloud-init/ports";
import { renderFiles, renderUserData } from "../../cloud-init/render";
import type { DatabaseValues } from "../../cloud-init/roles";

const VALUES: DatabaseValues = {
  name: "db",
  fqdn: "db.bingo.local",
  address: "10.130.0.40",
  adminUser: "ops",
  sshPublicKeys: ["ssh-ed25519 AAAA deployment"],
  sshAllowUsers: ["ops@10.130.1.10"],
  sshTcpForwarding: "no",
  sshPermitOpen: ["none"],
  updateAt: "*-*-* 00:00:00",
  rebootAt: null,
  inbox: "/home/ops/inbox",
  ports: PORTS,
  bingo: {
    studentEmail: "o'neil+bingo@example.org",
    logFolder: "2f2cf2c9f2",
    passwordPlaceholder: "@DATABASE_PASSWORD@",
    knownVersion: "20231121T1537",
    binary: { url: "https://example.org/bingo?a=1&b=2", sha256: "ab".repeat(32) },
  },
  clients: ["10.130.0.11", "10.130.0.12"],
  dataDevice: "/dev/disk/by-id/virtio-pgdata",
  expect: { movies: 7, customers: 20, sessions: 100 },
  cores: 2,
  postgres: postgresSettings({ memoryGb: 8, cores: 2 }),
  backups: null,
};

const FILES = renderFiles("database", VALUES);

function file(path: string): string {
  const found = FILES.find((candidate) => candidate.path === path);
  if (!found) throw new Error(`${path} is not among the files of the database`);
  return found.content;
}

/** Lines that are neither empty nor comments, their fields one blank apart. */
function rules(path: string): string[] {
  return file(path)
    .split("\n")
    .map((line) => line.trim().replace(/\s+/g, " "))
    .filter((line) => line !== "" && !line.startsWith("#"));
}

/** The value of `name = value`, without quotes. */
function setting(path: string, name: string): string | undefined {
  const line = rules(path).find((candidate) => candidate.startsWith(`${name} = `));
  return line?.slice(name.length + 3).replace(/^'(.*)'$/, "$1");
}

const POSTGRESQL = "/etc/postgresql/17/main/postgresql.conf";
const PGBOUNCER = "/etc/bingo/pgbouncer.ini";

describe("who gets in", () => {
  it("PostgreSQL listens on loopback only", () => {
    expect(setting(POSTGRESQL, "listen_addresses")).toBe("127.0.0.1");
    expect(rules("/etc/postgresql/17/main/pg_hba.conf").filter((rule) => !rule.startsWith("local"))).toEqual([
      "host bingo bingo 127.0.0.1/32 scram-sha-256",
    ]);
  });

  it("pgbouncer listens on the private address and lets in the app nodes, one role, one database", () => {
    expect(setting(PGBOUNCER, "listen_addr")).toBe("10.130.0.40");
    expect(setting(PGBOUNCER, "listen_port")).toBe("6432");
    expect(rules("/etc/bingo/pgbouncer_hba.conf")).toEqual([
      "local pgbouncer postgres,prometheus peer",
      "host bingo bingo 10.130.0.11/32 scram-sha-256",
      "host bingo bingo 10.130.0.12/32 scram-sha-256",
    ]);
  });

  it("no rule trusts, and none takes a password that can be read on its way", () => {
    const methods = ["/etc/postgresql/17/main/pg_hba.conf", "/etc/bingo/pgbouncer_hba.conf"]
      .flatMap(rules)
      .map((rule) => rule.split(" ").findLast((word) => !word.startsWith("map=")));
    expect(new Set(methods)).toEqual(new Set(["peer", "scram-sha-256"]));
  });

  it("the exporters listen on the private address, as prometheus", () => {
    for (const [name, port] of [
      ["postgres", 9187],
      ["pgbouncer", 9127],
    ] as const) {
      const unit = file(`/etc/systemd/system/prometheus-${name}-exporter.service`);
      expect(unit).toContain(`--web.listen-address=10.130.0.40:${port}`);
      expect(unit).toContain("\nUser=prometheus\n");
    }
  });

  it("no file holds a password", () => {
    expect(rules("/etc/bingo/pgbouncer_users.txt")).toEqual(['"postgres" ""', '"pgbouncer" ""', '"prometheus" ""']);
    expect(parse(file("/etc/bingo/config.yaml"))).toHaveProperty("postgres_cluster.password", "@DATABASE_PASSWORD@");
  });
});

describe("durability", () => {
  it.each(["fsync", "full_page_writes", "synchronous_commit"])("%s is on, and off only in what /run holds", (name) => {
    expect(setting(POSTGRESQL, name)).toBe("on");
    expect(setting("/etc/bingo/relaxed.conf", name)).toBe("off");
    expect(rules(POSTGRESQL).filter((line) => line.startsWith("include"))).toEqual([
      "include_if_exists = '/run/bingo-load/relaxed.conf'",
    ]);
  });

  it("pgbouncer needs the mark and the assertion", () => {
    const unit = rules("/etc/systemd/system/pgbouncer.service");
    expect(unit).toContain("ConditionPathExists=/var/lib/postgresql/bingo/ready");
    expect(unit).toContain("Requires=bingo-durability.service");
  });

  it.each([
    ["postgresql@17-main", 100],
    ["pgbouncer", 20],
  ])("%s is restarted within %d ms and without end", (name, ms) => {
    expect(rules(`/etc/systemd/system/${name}.service`)).toEqual(
      expect.arrayContaining(["Restart=always", `RestartSec=${String(ms)}ms`, "StartLimitIntervalSec=0"]),
    );
  });
});

it("sizes come from the settings", () => {
  expect(setting(POSTGRESQL, "shared_buffers")).toBe("2048MB");
  expect(setting(POSTGRESQL, "effective_cache_size")).toBe("5488MB");
  expect(setting(POSTGRESQL, "maintenance_work_mem")).toBe("512MB");
  expect(setting(POSTGRESQL, "work_mem")).toBe("32MB");
  expect(setting(POSTGRESQL, "max_wal_size")).toBe("4GB");
  expect(setting(POSTGRESQL, "max_parallel_workers")).toBe("2");
});

it("prepare_db talks to PostgreSQL itself", () => {
  expect(parse(file("/etc/bingo/config.yaml"))).toEqual({
    student_email: "o'neil+bingo@example.org",
    postgres_cluster: {
      hosts: [{ address: "127.0.0.1", port: 5432 }],
      user: "bingo",
      password: "@DATABASE_PASSWORD@",
      db_name: "bingo",
      ssl_mode: "disable",
      use_closest_node: false,
    },
  });
});

it("nothing but bingo-disk formats or mounts", () => {
  const config = parse(renderUserData("database", VALUES)) as Record<string, unknown>;
  expect(config).not.toHaveProperty("fs_setup");
  expect(config).not.toHaveProperty("disk_setup");
  expect(config).not.toHaveProperty("mounts");
  expect(config).not.toHaveProperty("bootcmd");
  expect(FILES.filter(({ content }) => /^\s*mkfs|^\s*mount /m.test(content)).map(({ path }) => path)).toEqual([
    "/usr/local/sbin/bingo-disk",
  ]);
  expect(file("/etc/bingo/role.env")).toContain("DATA_DEVICE=/dev/disk/by-id/virtio-pgdata\n");
});

it("foreign keys are never added", () => {
  const statements = FILES.filter(({ path }) => path.endsWith(".sql"));
  expect(statements).toHaveLength(9);
  for (const { path, content } of statements) {
    expect(`${path}: ${content}`).not.toMatch(/FOREIGN KEY|REFERENCES|PRIMARY KEY/i);
  }
});
