import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { ChrootClient } from "../../../lab/host/chroot-client";
import { LinuxHost } from "../../../lab/host/host";
import { until } from "../../../lab/until";
import type { MachineSpec, SecurityRule } from "../../../lab/substrate";
import { EVERYTHING, PORT, USER_DATA } from "../../support/lab/word-server";

jest.setTimeout(120_000);

/** The root of the machines may have to be made first, and other processes may be at it. */
const SETUP_MS = 600_000;

const BRIEF = { timeoutSeconds: 20 };
const CONTAINERS = "/run/systemd/nspawn/propagate";

const ANYWHERE = ["0.0.0.0/0"];

const id = `t${process.pid % 10_000_000}`;
const before = hostState();
const folder = mkdtempSync(join(tmpdir(), "lab-host-"));
let lab: LinuxHost;
let client: ChrootClient;
let one: MachineSpec;
let two: MachineSpec;

beforeAll(async () => {
  lab = new LinuxHost({ id, folder });
  await lab.up();
  await lab.network.setSubnet({ id: "private", cidr: "10.130.0.0/24", nat: true });
  await lab.network.setSubnet({ id: "closed", cidr: "10.130.1.0/24", nat: false });
  await lab.network.setSecurityGroup({ id: "open", ingress: [EVERYTHING], egress: [EVERYTHING] });
  await lab.network.setSecurityGroup({ id: "target", ingress: [], egress: [EVERYTHING] });
  await lab.network.setRecords({ "one.bingo.local": ["10.130.0.11"] });
  await lab.disks.set({ id: "data", sizeGb: 1 });
  one = machine("one", "10.130.0.11", {
    publicAddress: lab.addresses.publicCidr.replace(/0\/24$/, "16"),
    disks: [{ diskId: "data", deviceName: "data" }],
    securityGroupIds: ["target"],
  });
  two = machine("two", "10.130.1.10", { subnetId: "closed" });
  await Promise.all([lab.machines.create(one), lab.machines.create(two)]);
  client = await lab.network.client();
  await Promise.all([booted("one"), booted("two")]);
}, SETUP_MS);

afterAll(async () => {
  await lab.down();
  rmSync(folder, { recursive: true, force: true });
});

describe("a machine", () => {
  it("has run its user-data, and nothing has failed", async () => {
    expect(
      await words("one", "cat /srv/word; hostname; tree --version | cut -c1-4; systemctl --failed --no-legend"),
    ).toBe("hello\none\ntree");
    expect(
      await words(
        "one",
        "cloud-init status --format json | python3 -c 'import json,sys; print(json.load(sys.stdin)[\"errors\"])'",
      ),
    ).toBe("[]");
  });

  it("is not made twice", async () => {
    const boot = await words("one", "cat /proc/sys/kernel/random/boot_id");
    await lab.machines.create(one);
    expect(await words("one", "cat /proc/sys/kernel/random/boot_id")).toBe(boot);
    await expect(lab.machines.create({ ...one, cores: 2 })).rejects.toThrow(
      "machine one: expected none with the id one",
    );
  });

  it("has the memory and cores of its settings", () => {
    const group = `lab-${id}-m-`;
    const memory = existsSync("/sys/fs/cgroup/memory") ? "/sys/fs/cgroup/memory" : "/sys/fs/cgroup";
    const limits = readdirSync(memory)
      .filter((name) => name.startsWith(group) && !name.endsWith("-guests"))
      .map(
        (name) =>
          ["memory.limit_in_bytes", "memory.max"].map((file) => join(memory, name, file)).find(existsSync) ?? "",
      )
      .map((file) => readFileSync(file, "utf8").trim());
    expect(limits).toEqual([String(1024 ** 3), String(1024 ** 3)]);
  });

  it("cannot set the clock or load modules, not even by exec", async () => {
    const bounding = BigInt(`0x${await words("one", "sed -n 's/^CapBnd:\\s*//p' /proc/self/status")}`);
    // CAP_SYS_MODULE, CAP_SYS_RAWIO, CAP_SYS_TIME
    for (const capability of [16n, 17n, 25n]) expect((bounding >> capability) & 1n).toBe(0n);
  });

  it("sets vm.* and fs.* for itself alone", async () => {
    const swappiness = readFileSync("/proc/sys/vm/swappiness", "utf8");
    expect(await words("one", "sysctl -qw vm.swappiness=7 fs.file-max=1234567; cat /proc/sys/vm/swappiness")).toBe("7");
    expect(readFileSync("/proc/sys/vm/swappiness", "utf8")).toBe(swappiness);
  });

  it("gets names, metadata and packages, and nothing else from outside", async () => {
    expect(await words("one", "getent hosts one.bingo.local | awk '{print $1}'")).toBe("10.130.0.11");
    expect(await words("one", "getent hosts 2.debian.pool.ntp.org | awk '{print $1}'")).toBe(lab.addresses.time);
    expect(await words("two", "curl -sS http://169.254.169.254/latest/user-data")).toBe(USER_DATA.trimEnd());
    expect(await words("one", "apt-get -qq update && echo updated")).toBe("updated");
    await expect(words("one", "curl -sS -m 1 http://8.8.8.8/")).rejects.toThrow("timed out");
    await expect(words("one", `curl -sS -f -m 5 -x http://${lab.addresses.host}:80 http://8.8.8.8/`)).rejects.toThrow(
      "403",
    );
  });

  it("reaches no package cache from a subnet without NAT", async () => {
    await expect(words("two", `curl -sS -m 1 http://${lab.addresses.host}/`)).rejects.toThrow("timed out");
  });
});

describe("security groups", () => {
  it("open and close a port between two machines", async () => {
    await expect(fetchWord()).rejects.toThrow("timed out");
    const rule: SecurityRule = { protocol: "TCP", ports: [PORT, PORT], cidrs: ["10.130.1.10/32"] };
    await lab.network.setSecurityGroup({ id: "target", ingress: [rule], egress: [EVERYTHING] });
    expect(await fetchWord()).toBe("hello");
    expect((await client.run(["curl", "-sS", "-m", "1", url()])).stderr).toContain("timed out");
    await lab.network.setSecurityGroup({
      id: "open",
      ingress: [EVERYTHING],
      egress: [{ ...rule, ports: [22, 22], cidrs: ANYWHERE }],
    });
    await expect(fetchWord()).rejects.toThrow("timed out");
    await lab.network.setSecurityGroup({ id: "open", ingress: [EVERYTHING], egress: [EVERYTHING] });
    await lab.network.setSecurityGroup({ id: "target", ingress: [{ ...rule, cidrs: ANYWHERE }], egress: [EVERYTHING] });
    expect(await fetchWord()).toBe("hello");
  });

  it("let the internet reach a public address, and no private one", async () => {
    expect((await client.run(["curl", "-sS", "-m", "2", url()])).stdout).toBe("hello\n");
    expect(execFileSync("curl", ["-sS", "-m", "2", url()], { encoding: "utf8" })).toBe("hello\n");
    const direct = await client.run(["curl", "-sS", "-m", "1", `http://10.130.0.11:${PORT}/word`]);
    expect(direct.stderr).toContain("timed out");
  });
});

describe("the network of a machine", () => {
  it("is cut without a word, and healed", async () => {
    await lab.machines.act("one", "cut");
    await expect(fetchWord()).rejects.toThrow("timed out");
    await lab.machines.act("one", "heal");
    expect(await fetchWord()).toBe("hello");
  });

  it("loses packets", async () => {
    await lab.machines.act("one", { loss: 1, delayMs: 0 });
    await expect(fetchWord()).rejects.toThrow("timed out");
    await lab.machines.act("one", "heal");
    expect(await fetchWord()).toBe("hello");
  });

  it("is late, loses nothing of a burst, and is in time again", async () => {
    const delayMs = 100;
    await words("one", "head -c 20000000 /dev/urandom >/srv/burst");
    const sum = await words("one", "md5sum </srv/burst");
    const fetchSum = () => words("two", `curl -sS -m 15 http://10.130.0.11:${PORT}/burst | md5sum`);

    await lab.machines.act("one", { loss: 0, delayMs });
    expect(await connectMs()).toBeGreaterThanOrEqual(2 * delayMs);
    expect(await fetchSum()).toBe(sum);
    await lab.machines.act("one", "heal");
    expect(await connectMs()).toBeLessThan(2 * delayMs);
    expect(await fetchSum()).toBe(sum);
  });
});

describe("power", () => {
  it("lost in a crash takes what was not written, and nothing else", async () => {
    await words(
      "one",
      `mkfs.ext4 -q /dev/disk/by-id/virtio-data
       mkdir /data
       echo '/dev/disk/by-id/virtio-data /data ext4 nofail 0 0' >>/etc/fstab
       mount /data
       echo kept >/data/kept
       sync
       echo lost >/data/lost`,
    );
    await lab.machines.act("one", "crash");
    expect(await states()).toEqual({ one: "crashed", two: "running" });
    await expect(fetchWord()).rejects.toThrow("timed out");
    await lab.machines.act("one", "start");
    await booted("one");
    expect(await words("one", "ls /data; cat /root/first-boots")).toBe("kept\nlost+found\nagain");
    expect(await fetchWord()).toBe("hello");
  });

  it("goes off in order, and on again", async () => {
    await lab.machines.act("two", { loss: 0, delayMs: 100 });
    await lab.machines.act("two", "stop");
    expect(await states()).toEqual({ one: "running", two: "stopped" });
    await expect(lab.machines.exec("two", ["true"])).rejects.toThrow(
      "machine two: expected it to run true, it is not running",
    );
    await lab.machines.act("two", "start");
    await booted("two");
    expect(await words("two", "cat /root/first-boots")).toBe("again");
    expect(await connectMs()).toBeGreaterThanOrEqual(200);
    await lab.machines.act("two", "heal");
    expect(await connectMs()).toBeLessThan(200);
  });

  it("stays on through a reboot", async () => {
    const boot = "cat /proc/sys/kernel/random/boot_id";
    const first = await words("two", boot);
    await lab.machines.exec("two", ["systemctl", "reboot"]);
    await until(
      async () => ((await words("two", boot).catch(() => first)) !== first ? { value: undefined } : { found: first }),
      "machine two: expected another boot",
    );
    await booted("two");
  });
});

it("is the disk that the next machine finds", async () => {
  await lab.machines.remove("one");
  await lab.disks.set({ id: "data", sizeGb: 2 });
  one = { ...one, id: "one-again" };
  await lab.machines.create(one);
  await booted("one-again");
  const look =
    "mount /dev/disk/by-id/virtio-data /mnt && cat /mnt/kept && blockdev --getsize64 /dev/disk/by-id/virtio-data";
  expect(await words("one-again", look)).toBe(`kept\n${2 * 1024 ** 3}`);
});

it("leaves nothing behind, whoever ends it, and another lab of the same names and addresses alone", async () => {
  const other = new LinuxHost({ id: `${id}b`, folder: `${folder}-b` });
  try {
    await other.up();
    expect(other.addresses.slot).not.toBe(lab.addresses.slot);
    await other.network.setSubnet({ id: "private", cidr: "10.130.0.0/24", nat: true });
    await other.network.setSecurityGroup({ id: "target", ingress: [EVERYTHING], egress: [EVERYTHING] });
    const publicAddress = other.addresses.publicCidr.replace(/0\/24$/, "16");
    const userData = USER_DATA.replace("echo hello", "echo other");
    await other.machines.create({ ...one, publicAddress, disks: [], metadata: { "user-data": userData } });
    const otherClient = await other.network.client();
    const otherWord = async () =>
      (await otherClient.run(["curl", "-sS", "-m", "2", `http://${publicAddress}:${PORT}/word`])).stdout.trim();
    await until(async () => {
      const found = await otherWord();
      return found === "other" ? { value: found } : { found };
    }, "the other lab's machine: expected its word");
    expect(await fetchWord()).toBe("hello");
    // As after a crash that took the records too.
    rmSync(folder, { recursive: true });
    await new LinuxHost({ id, folder }).down();
    const left = [
      ...execFileSync("ip", ["netns"], { encoding: "utf8" }).split("\n"),
      ...readdirSync("/sys/class/net"),
      ...readdirSync(CONTAINERS),
    ];
    expect(left.filter((name) => name.startsWith(`lab-${id}`) && !name.startsWith(`lab-${id}b`))).toEqual([]);
    await other.up();
    expect(await otherWord()).toBe("other");
  } finally {
    await other.down();
  }
  // The kernel takes namespaces apart behind the caller's back.
  await sleep(500);
  const after = hostState();
  expect({ ...after, clock: 0 }).toEqual({ ...before, clock: 0 });
  expect(Math.abs(after.clock - before.clock)).toBeLessThan(50);
  expect(execFileSync("ps", ["-eo", "args"], { encoding: "utf8" })).not.toContain(`lab-${id}`);
  expect(execFileSync("losetup", ["--list"], { encoding: "utf8" })).not.toContain(folder);
});

function machine(name: string, address: string, more: Partial<MachineSpec>): MachineSpec {
  return {
    id: name,
    name,
    cores: 1,
    memoryGb: 1,
    subnetId: "private",
    address,
    securityGroupIds: ["open"],
    metadata: { "user-data": USER_DATA },
    disks: [],
    ...more,
  };
}

/** What a command on a machine printed. Rejects unless its status is 0. */
async function words(machineId: string, script: string): Promise<string> {
  const { status, stdout, stderr } = await lab.machines.exec(machineId, ["bash", "-ec", script], BRIEF);
  if (status !== 0) throw new Error(`${machineId}: ${script}: expected status 0, found ${status}: ${stdout}${stderr}`);
  return stdout.trimEnd();
}

async function booted(machineId: string): Promise<void> {
  await until(async () => {
    const { stdout } = await lab.machines
      .exec(machineId, ["systemctl", "is-system-running"], BRIEF)
      .catch(() => ({ stdout: "" }));
    const found = stdout.trim();
    if (found === "degraded") throw new Error(await words(machineId, "systemctl --failed --no-legend"));
    return found === "running" ? { value: found } : { found };
  }, `machine ${machineId}: expected it to have booted`);
}

async function states(): Promise<Record<string, string>> {
  return Object.fromEntries((await lab.machines.list()).map(({ name, state }) => [name, state]));
}

function url(): string {
  return `http://${one.publicAddress ?? ""}:${PORT}/word`;
}

/** What it takes machine two to connect to machine one. */
async function connectMs(): Promise<number> {
  return (
    1000 * Number(await words("two", `curl -sS -o /dev/null -w '%{time_connect}' http://10.130.0.11:${PORT}/word`))
  );
}

/** From machine two to machine one. */
function fetchWord(): Promise<string> {
  return words("two", `curl -sS -m 1 http://10.130.0.11:${PORT}/word`);
}

/** What of the host the lab must leave as it was. Other labs on it may come and go. */
function hostState() {
  const out = (command: string, ...args: string[]) => execFileSync(command, args, { encoding: "utf8" });
  const others = (line: string) => !/lab-/.test(line);
  const sysctls = (path: string): Record<string, string> =>
    Object.fromEntries(
      readdirSync(path).flatMap((name) => {
        try {
          return [[name, readFileSync(join(path, name), "utf8")]];
        } catch {
          return [];
        }
      }),
    );
  return {
    // Against the time since the host's start, which nobody can set.
    clock: Date.now() - Number(process.hrtime.bigint() / 1_000_000n),
    firewall: out("nft", "list", "ruleset"),
    routes: out("ip", "route").split("\n").filter(others),
    links: readdirSync("/sys/class/net").filter(others),
    mounts: readFileSync("/proc/self/mountinfo", "utf8")
      .split("\n")
      .filter((line) => line.includes("lab-host-")),
    vm: sysctls("/proc/sys/vm"),
    forwarding: readFileSync("/proc/sys/net/ipv4/ip_forward", "utf8"),
    network: [sysctls("/proc/sys/net/ipv4/conf/all"), sysctls("/proc/sys/net/ipv4/conf/default")],
    hostname: readFileSync("/proc/sys/kernel/hostname", "utf8"),
  };
}
