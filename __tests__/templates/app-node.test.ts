import { parse } from "yaml";
import { PORTS } from "../../cloud-init/ports";
import { renderFiles, renderUserData } from "../../cloud-init/render";
import type { AppNodeValues } from "../../cloud-init/roles";

const VALUES: AppNodeValues = {
  name: "app-1",
  fqdn: "app-1.bingo.local",
  address: "10.130.0.11",
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
    studentEmail: "o'neil@example.org",
    logFolder: "2f2cf2c9f2",
    passwordPlaceholder: "@DATABASE_PASSWORD@",
    knownVersion: "20231121T1537",
    binary: { url: "https://example.org/bingo?a=1&b=2", sha256: "ab".repeat(32) },
  },
  bingoPort: 0,
  instances: [
    { name: "bingo-1", port: 8081, recycleAt: "*:0/15:00" },
    { name: "bingo-2", port: 8082, recycleAt: "*:7/15:30" },
  ],
  recycle: { youngSeconds: 240, oldSeconds: 1260, lastTrySeconds: 185 },
  peers: ["10.130.0.12:8081", "10.130.0.12:8082"],
  instanceMemoryMb: 256,
  instanceCpus: "0.90",
  database: { host: "db.bingo.local", address: "10.130.0.40", port: 6432 },
  containerSubnet: "172.30.0.0/24",
};

const FILES = renderFiles("app-node", VALUES);

function file(path: string): string {
  const found = FILES.find((candidate) => candidate.path === path);
  if (!found) throw new Error(`${path} is not among the files of an app node`);
  return found.content;
}

interface Service extends Record<string, unknown> {
  readonly ports?: readonly string[];
}

const COMPOSE = parse(file("/etc/bingo/compose.yaml"), { merge: true }) as {
  readonly services: Readonly<Record<string, Service>>;
  readonly networks: { readonly bingo: Record<string, unknown> };
};

describe("the containers of an app node", () => {
  it("are the instances, and one to find the port that nobody starts by itself", () => {
    expect(Object.keys(COMPOSE.services)).toEqual(["bingo-1", "bingo-2", "port-probe"]);
    expect(COMPOSE.services["port-probe"]).toMatchObject({ profiles: ["port-probe"] });
    expect(COMPOSE.services["port-probe"]).not.toHaveProperty("ports");
  });

  it.each(Object.keys(COMPOSE.services))("%s may do as little as possible", (name) => {
    expect(COMPOSE.services[name]).toMatchObject({
      user: "65532:65532",
      read_only: true,
      cap_drop: ["ALL"],
      security_opt: ["no-new-privileges:true"],
      mem_limit: "256m",
      memswap_limit: "256m",
      cpus: 0.9,
      pids_limit: 128,
      restart: "always",
      pull_policy: "never",
      volumes: ["/opt/bingo/config.yaml:/opt/bingo/config.yaml:ro"],
      networks: ["bingo"],
      dns: ["127.0.0.1"],
      healthcheck: { test: ["CMD", "/bin/health"], interval: "4s", timeout: "2s", retries: 1 },
      logging: { driver: "local", options: { "max-size": "1m", "max-file": "3" } },
    });
    for (const key of ["privileged", "cap_add", "devices", "network_mode", "pid"]) {
      expect(COMPOSE.services[name]).not.toHaveProperty(key);
    }
  });

  it("are published on the private address only", () => {
    expect(COMPOSE.services["bingo-1"]?.ports).toEqual(["10.130.0.11:8081:${BINGO_PORT:?}"]);
    expect(COMPOSE.services["bingo-2"]?.ports).toEqual(["10.130.0.11:8082:${BINGO_PORT:?}"]);
  });

  it("share the bridge that the fence names, and cannot talk to each other", () => {
    expect(COMPOSE.networks.bingo).toEqual({
      driver: "bridge",
      driver_opts: {
        "com.docker.network.bridge.name": "br-bingo",
        "com.docker.network.bridge.enable_icc": "false",
      },
      ipam: { config: [{ subnet: "172.30.0.0/24" }] },
    });
    expect(file("/etc/bingo/fence.nft")).toContain('iifname != "br-bingo" accept');
  });
});

it("the fence lets the database through, and refuses what is left at once", () => {
  const rules = /chain from_container \{([^}]*)\}/.exec(file("/etc/bingo/fence.nft"))?.[1];
  const afterState = rules?.split("ct state established,related accept")[1]?.trim().split(/\n\s*/);
  expect(afterState).toEqual([
    "ip daddr 10.130.0.40 tcp dport 6432 accept",
    "meta l4proto tcp counter reject with tcp reset",
    "counter reject with icmpx admin-prohibited",
  ]);
});

it("Docker cannot run before the fence stands", () => {
  const dropIn = file("/etc/systemd/system/docker.service.d/10-bingo.conf");
  expect(dropIn).toMatch(/^Requires=bingo-fence\.service$/m);
  expect(dropIn).toMatch(/^After=bingo-fence\.service$/m);
});

it("dockerd looks again at what runs whenever containerd starts: it has missed what ended meanwhile", () => {
  const dropIn = file("/etc/systemd/system/containerd.service.d/10-bingo.conf");
  expect(dropIn).toMatch(/^ExecStartPost=-\/usr\/bin\/systemctl --no-block try-restart docker\.service$/m);
});

it("Docker's metrics are on the private address, and its restart leaves the containers alone", () => {
  expect(JSON.parse(file("/etc/docker/daemon.json"))).toMatchObject({
    "metrics-addr": "10.130.0.11:9323",
    "live-restore": true,
    "userland-proxy": false,
    bridge: "none",
  });
});

it("each instance has its port and its slot of the clock", () => {
  expect(
    file("/etc/bingo/instances")
      .split("\n")
      .filter((line) => line && !line.startsWith("#")),
  ).toEqual(["bingo-1 8081 *:0/15:00", "bingo-2 8082 *:7/15:30"]);
  expect(file("/etc/systemd/system/bingo-recycle@.timer")).toMatch(/^AccuracySec=100ms$/m);
});

it("settings for shell programs survive the shell", () => {
  expect(file("/etc/bingo/role.env")).toContain('PEERS="10.130.0.12:8081 10.130.0.12:8082 "');
  expect(file("/etc/bingo/role.env")).toContain("BINARY_URL='https://example.org/bingo?a=1&b=2'");
});

it("bingo's config has a place for the password, and no password", () => {
  expect(parse(file("/etc/bingo/config.yaml"))).toEqual({
    student_email: "o'neil@example.org",
    postgres_cluster: {
      hosts: [{ address: "db.bingo.local", port: 6432 }],
      user: "bingo",
      password: "@DATABASE_PASSWORD@",
      db_name: "bingo",
      ssl_mode: "disable",
      use_closest_node: false,
    },
  });
});

describe("programs", () => {
  const scripts = FILES.filter(({ content }) => /^#!.*sh\n/.test(content));

  it.each(scripts.map(({ path, content }) => [path, content]))("%s stops at its first error", (_, content) => {
    const shell = content.split("\n", 1)[0];
    // busybox' shell is a POSIX one.
    expect(content).toMatch(shell === "#!/bin/sh" ? /^set -eu$/m : /^set -euo pipefail$/m);
  });

  it.each(["bingo-setup", "bingo-receive", "bingo-ready"])("%s is there, as the contract of machines says", (name) => {
    expect(FILES).toContainEqual(expect.objectContaining({ path: `/usr/local/sbin/${name}`, permissions: "0755" }));
  });
});

describe("units of our own", () => {
  // All but those of the package manager, which writes everywhere, and of the reboot and of Docker's new files, which end
  // everything.
  const services = FILES.filter(({ path }) =>
    /^\/etc\/systemd\/system\/bingo(?!-update|-reboot-window|-docker-anew).*\.service$/.test(path),
  );
  const hardened = ["/etc/bingo/machine.env", "/etc/bingo/role.env"].flatMap(
    (path) => /^HARDENED\+?="(.*)"$/m.exec(file(path))?.[1]?.trim().split(" ") ?? [],
  );

  it("have the common sandbox, each of them", () => {
    expect(services).toHaveLength(9);
    expect(hardened.map((name) => `/etc/systemd/system/${name}.service`).sort()).toEqual(
      services.map(({ path }) => path).sort(),
    );
  });

  it.each(services.map(({ path, content }) => [path, content]))("%s may do as little as possible", (_, content) => {
    expect(file("/etc/bingo/hardening.conf")).toMatch(/^NoNewPrivileges=yes$/m);
    expect(file("/etc/bingo/hardening.conf")).toMatch(/^ProtectSystem=strict$/m);
    expect(content).toMatch(/^CapabilityBoundingSet=(CAP_NET_ADMIN|CAP_CHOWN CAP_DAC_OVERRIDE CAP_FOWNER)?$/m);
    expect(content).toMatch(/^RestrictAddressFamilies=/m);
  });

  it.each(["bingo", "bingo-autoheal"])("%s is never given up by systemd", (name) => {
    const unit = file(`/etc/systemd/system/${name}.service`);
    expect(unit).toMatch(/^StartLimitIntervalSec=0$/m);
    expect(unit).toMatch(/^Restart=(always|on-failure)$/m);
  });
});

it("user-data installs from Debian's archive only, and sets up the base first", () => {
  const { packages, runcmd } = parse(renderUserData("app-node", VALUES)) as { packages: string[]; runcmd: string[][] };
  expect(packages).toEqual(expect.arrayContaining(["docker.io", "docker-cli", "docker-compose", "busybox-static"]));
  expect(runcmd).toEqual([["/usr/local/sbin/bingo-first-boot"]]);
});
