import { labAddresses, subnetServices } from "../../../lab/host/addresses";
import { dnsCommand, hostsFile } from "../../../lab/host/dns";
import { packageList } from "../../../lab/host/package-layer";
import { metadataAnswer } from "../../../lab/host/metadata";
import { Names } from "../../../lab/host/names";
import { nsenterCommand, nspawnCommand } from "../../../lab/host/nspawn";
import { ntpAnswer } from "../../../lab/host/ntp";
import { packageCacheConfig } from "../../../lab/host/package-cache";
import { shortcoming } from "../../../lab/host/preflight";
import { Queue } from "../../../lab/queue";
import { seedFiles } from "../../../lab/host/seed";
import type { MachineSpec } from "../../../lab/substrate";

const MACHINE: MachineSpec = {
  id: "m1",
  name: "app-1",
  cores: 2,
  memoryGb: 2,
  subnetId: "private",
  address: "10.130.0.11",
  publicAddress: "198.18.7.16",
  securityGroupIds: [],
  metadata: { "user-data": "#cloud-config\n{}\n", "ssh-keys": "ops:ssh-ed25519 AAAA ops\n" },
  disks: [],
};

describe("names", () => {
  it("of labs whose ids begin alike do not begin alike", () => {
    expect(new Names("ab").machine("m").startsWith(new Names("a").prefix)).toBe(false);
    expect(new Names("abcdefghij").uplink).toHaveLength(14);
  });

  it.each(["", "A", "1a", "a-b", "abcdefghijk"])("refuses the id %p", (id) => {
    expect(() => new Names(id)).toThrow(`expected a lower-case letter and up to 9 letters or digits, found ${id}`);
  });
});

describe("addresses", () => {
  it("of two labs differ", () => {
    const [a, b] = [labAddresses(0), labAddresses(249)].map((addresses) =>
      Object.values<string | number>({ ...addresses }),
    );
    expect(a?.filter((address) => b?.includes(address))).toEqual([]);
  });

  it("of a subnet's services are its first two", () => {
    expect(subnetServices("10.130.0.64/26")).toEqual({ gateway: "10.130.0.65", dns: "10.130.0.66", length: 26 });
  });
});

describe("a host", () => {
  const fine = { platform: "linux", root: true, mayMount: true, loopDevices: true, has: () => true };

  it.each([
    ["has everything", fine, undefined],
    ["is no Linux", { ...fine, platform: "darwin" }, "the lab needs Linux (Debian 12 or 13), found darwin"],
    ["is not root's", { ...fine, root: false }, "the lab makes network namespaces and mounts: run it as root"],
    [
      "is a container without privileges",
      { ...fine, mayMount: false },
      "the lab makes network namespaces and mounts, and this root may not (CAP_SYS_ADMIN): run it on a whole machine, or in a container with all privileges",
    ],
    [
      "has no loop devices",
      { ...fine, loopDevices: false },
      "the lab makes disks of files, and there is no /dev/loop-control here: run it on a whole machine, or in a container with all privileges",
    ],
    [
      "lacks programs",
      { ...fine, has: (program: string) => !["nsenter", "ip", "flock", "nft"].includes(program) },
      "the lab needs nft, ip, nsenter, flock: run apt-get install --no-install-recommends nftables iproute2 util-linux",
    ],
  ])("that %s", (_, host, sentence) => {
    expect(shortcoming(host)).toBe(sentence);
  });
});

describe("systemd-nspawn", () => {
  const container = {
    name: "lab-a-m-1",
    hostname: "db",
    root: "/lab/root",
    docker: "/lab/docker",
    networkNamespace: "/run/netns/lab-a-m-1",
    disks: [{ device: "/dev/loop3", name: "pgdata" }],
    unified: false,
  };

  it("boots a machine on control groups of version 1", () => {
    expect(nspawnCommand(container)).toEqual({
      env: {
        SYSTEMD_NSPAWN_API_VFS_WRITABLE: "network",
        SYSTEMD_NSPAWN_UNIFIED_HIERARCHY: "0",
        SYSTEMD_NSPAWN_USE_CGNS: "1",
      },
      argv: [
        "systemd-nspawn",
        "--quiet",
        "--boot",
        "--directory=/lab/root",
        "--machine=lab-a-m-1",
        "--hostname=db",
        "--network-namespace-path=/run/netns/lab-a-m-1",
        "--register=no",
        "--keep-unit",
        "--capability=all",
        "--drop-capability=CAP_SYS_TIME,CAP_SYS_MODULE,CAP_SYS_RAWIO",
        "--system-call-filter=add_key keyctl bpf",
        "--resolv-conf=off",
        "--timezone=off",
        "--link-journal=no",
        "--console=pipe",
        "--bind=/lab/docker:/var/lib/docker",
        "--bind=/dev/loop3",
        "--bind=/dev/loop3:/dev/disk/by-id/virtio-pgdata",
        "--setenv=SYSTEMD_PROC_CMDLINE=systemd.unified_cgroup_hierarchy=0 SYSTEMD_CGROUP_ENABLE_LEGACY_FORCE=1",
      ],
    });
  });

  it("boots one on version 2 without the words for version 1", () => {
    const { env, argv } = nspawnCommand({ ...container, unified: true });
    expect(env["SYSTEMD_NSPAWN_UNIFIED_HIERARCHY"]).toBe("1");
    expect(argv.filter((argument) => argument.startsWith("--setenv"))).toEqual([]);
  });

  it("lets nobody in with what would reach the host", () => {
    expect(nsenterCommand(42, ["date"], 60).join(" ")).toBe(
      "setpriv --bounding-set=-sys_time,-sys_module,-sys_rawio,-sys_boot --inh-caps=-sys_time,-sys_module,-sys_rawio,-sys_boot -- " +
        "nsenter --target 42 --mount --uts --ipc --net --pid --cgroup --no-fork -- " +
        "env -i -C /root HOME=/root USER=root LANG=C.UTF-8 PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin " +
        "timeout --kill-after=5 60 date",
    );
  });
});

it("seeds user-data unchanged, and the package cache beside it", () => {
  const files = seedFiles(MACHINE, { dns: "10.130.0.2", cache: "198.19.7.1" });
  expect(Object.fromEntries(files.map(({ path, content }) => [path, content]))).toEqual({
    "etc/machine-id": expect.stringMatching(/^[0-9a-f]{32}\n$/) as string,
    "etc/resolv.conf": "nameserver 10.130.0.2\n",
    "var/lib/cloud/seed/nocloud/meta-data":
      "instance-id: m1\nlocal-hostname: app-1\npublic-keys:\n  - ssh-ed25519 AAAA ops\n",
    "var/lib/cloud/seed/nocloud/user-data": "#cloud-config\n{}\n",
    "var/lib/cloud/seed/nocloud/vendor-data": "#cloud-config\napt:\n  http_proxy: http://198.19.7.1:80\n",
  });
});

describe("the packages of user-data", () => {
  it("are a list that order and repetition do not change", () => {
    const list = packageList("#cloud-config\npackages: [b, a, b]\napt: {conf: 'X \"1\";'}\n");
    expect(list).toEqual({ packages: ["a", "b"], conf: 'X "1";' });
  });

  it.each(["", "#!/bin/sh\n", "#cloud-config\n", "#cloud-config\nhostname: a\n"])("are none in %j", (userData) => {
    expect(packageList(userData)).toBeUndefined();
  });
});

describe("metadata", () => {
  const ask = (path: string, flavour?: string) => metadataAnswer(MACHINE, path, flavour);

  it("gives user-data on both clouds' paths", () => {
    expect(ask("/latest/user-data")).toEqual({ status: 200, body: "#cloud-config\n{}\n" });
    const google = "/computeMetadata/v1/instance/attributes/user-data";
    expect(ask(google, "Google")).toEqual({ status: 200, body: "#cloud-config\n{}\n" });
    expect(ask(google).status).toBe(403);
  });

  it("names what is in a folder, and knows nothing else", () => {
    expect(ask("/latest/meta-data/").body).toBe("hostname\ninstance-id\nlocal-ipv4\npublic-ipv4\npublic-keys/\n");
    expect(ask("/latest/meta-data/public-keys/0/openssh-key").body).toBe("ssh-ed25519 AAAA ops");
    expect(ask("/latest/secrets").status).toBe(404);
    expect(ask("/").status).toBe(404);
  });
});

describe("time", () => {
  it("is answered with the client's own stamp and the present", () => {
    const request = Buffer.alloc(48);
    request.writeUInt8(0x23, 0);
    request.write("stamp!!!", 40);
    const answer = ntpAnswer(request, 1_500);
    expect(answer?.readUInt8(0)).toBe(0x24);
    expect(answer?.toString("ascii", 24, 32)).toBe("stamp!!!");
    expect(answer?.readUInt32BE(40)).toBe(2_208_988_801);
    expect(answer?.readUInt32BE(44)).toBe(2 ** 31);
  });

  it("is for clients", () => {
    expect(ntpAnswer(Buffer.alloc(48, 0x24), 0)).toBeUndefined();
    expect(ntpAnswer(Buffer.alloc(4, 0x23), 0)).toBeUndefined();
  });
});

it("DNS knows the records and pool.ntp.org, and asks nobody", () => {
  expect(hostsFile({ "DB.bingo.local": ["10.130.0.20", "10.130.0.21"] })).toBe(
    "10.130.0.20 db.bingo.local\n10.130.0.21 db.bingo.local\n",
  );
  const command = dnsCommand("/lab/hosts", "198.18.7.2");
  expect(command).toEqual(expect.arrayContaining(["--no-resolv", "--local=/#/", "--address=/pool.ntp.org/198.18.7.2"]));
  expect(command.filter((argument) => argument.startsWith("--server"))).toEqual([]);
});

it("the package cache fetches from its mirrors only", () => {
  const config = packageCacheConfig("198.19.7.1", { cache: "/cache", run: "/run" }, ["http://mirror.example/debian"]);
  expect(config).toContain("\nBindAddress: 198.19.7.1\n");
  expect(config).toContain("\nForceManaged: 1\nRemap-0: http://mirror.example/debian ; http://mirror.example/debian\n");
});

it("a queue keeps the order on one thing, and goes on after a failure", async () => {
  const queue = new Queue();
  const seen: string[] = [];
  const later = (word: string) => async () => {
    await new Promise((done) => setTimeout(done, 5));
    seen.push(word);
  };
  const failed = queue.run("a", () => Promise.reject(new Error("no")));
  await Promise.all([expect(failed).rejects.toThrow("no"), queue.run("a", later("1")), queue.run("a", later("2"))]);
  expect(seen).toEqual(["1", "2"]);
});
