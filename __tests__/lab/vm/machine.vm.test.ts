import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LinuxHost } from "../../../lab/host/host";
import type { MachineSpec } from "../../../lab/substrate";
import { until } from "../../../lab/until";
import { EVERYTHING, PORT, USER_DATA } from "../../support/lab/word-server";
import { BootedMachine } from "../../support/vm/booted";

/** Several boots, each of several minutes where KVM does not work. */
jest.setTimeout(2 * 3600_000);

const id = `vm${process.pid % 10_000_000}`;
const folder = mkdtempSync(join(tmpdir(), "lab-vm-"));
const lab = new LinuxHost({ id, folder, machines: "vm" });
const one = BootedMachine.onHost(lab, "one");
const DATA = "/dev/disk/by-id/virtio-data";
let spec: MachineSpec;

beforeAll(async () => {
  await lab.up();
  await lab.network.setSubnet({ id: "private", cidr: "10.130.0.0/24", nat: true });
  await lab.network.setSecurityGroup({ id: "open", ingress: [EVERYTHING], egress: [EVERYTHING] });
  await lab.network.setRecords({ "one.bingo.internal": ["10.130.0.11"] });
  await lab.disks.set({ id: "data", sizeGb: 1 });
  spec = {
    ...{ id: "one", name: "one", cores: 2, memoryGb: 1, subnetId: "private", address: "10.130.0.11" },
    publicAddress: lab.addresses.publicCidr.replace(/0\/24$/, "16"),
    securityGroupIds: ["open"],
    metadata: { "user-data": USER_DATA },
    disks: [{ diskId: "data", deviceName: "data" }],
  };
  await lab.machines.create(spec);
  await one.booted();
});

afterAll(async () => {
  await lab.down();
  rmSync(folder, { recursive: true, force: true });
});

it("has run its user-data, and nothing has failed", async () => {
  expect(await one.words("cat /srv/word /root/first-boots; tree --version | cut -c1-4")).toBe("hello\nagain\ntree");
  expect(await one.failedUnits()).toBe("");
  expect(await one.errors()).toEqual([]);
});

it("has a kernel, control groups, AppArmor and a clock of its own", async () => {
  expect(await one.words("uname -r")).toMatch(/-cloud-amd64$/);
  expect(await one.words("stat --file-system --format=%T /sys/fs/cgroup")).toBe("cgroup2fs");
  expect(await one.words("aa-enabled")).toBe("Yes");
  expect(await one.words("timedatectl show --property=NTPSynchronized --value")).toBe("yes");
});

it("has the cloud's address, names and packages", async () => {
  expect(await one.words("hostname --all-ip-addresses")).toBe("10.130.0.11");
  expect(await one.words("getent hosts one.bingo.internal | awk '{print $1}'")).toBe("10.130.0.11");
  expect(await one.words("apt-get -qq update && echo updated", 600)).toBe("updated");
});

it("has grown its own disk, and sees a data disk grow as it runs", async () => {
  expect(Number(await one.words("df --output=size --block-size=1G / | tail -n 1"))).toBeGreaterThanOrEqual(19);
  await one.words(`mkfs.ext4 -q ${DATA}; mkdir /data; echo '${DATA} /data ext4 nofail 0 0' >>/etc/fstab; mount /data`);
  await lab.disks.set({ id: "data", sizeGb: 2 });
  expect(await one.words(`resize2fs ${DATA} >&2; df --output=size --block-size=1M /data | tail -n 1`)).toMatch(
    /19\d\d/,
  );
});

it("is cut, late and well again at its network card", async () => {
  await lab.machines.act("one", "cut");
  expect(() => word()).toThrow("timed out");
  await lab.machines.act("one", "heal");
  expect(await soon()).toBe("hello");
  await lab.machines.act("one", { loss: 0, delayMs: 300 });
  expect(connectSeconds()).toBeGreaterThanOrEqual(0.6);
  await lab.machines.act("one", "heal");
  expect(await soon()).toBe("hello");
});

it("loses in a power failure what was not written, and nothing else", async () => {
  await one.words("echo kept >/data/kept; sync; echo lost >/data/lost");
  await lab.machines.act("one", "crash");
  expect((await lab.machines.list()).map(({ state }) => state)).toEqual(["crashed"]);
  await lab.machines.act("one", "start");
  await one.booted();
  expect(await one.words("ls /data; cat /root/first-boots")).toBe("kept\nlost+found\nagain");
  expect(await one.failedUnits()).toBe("");
});

it("boots again when it is told to, as the same machine", async () => {
  await one.bootedAnew(() => one.words("systemd-run --on-active=2 systemctl reboot"));
  expect(await one.words("cat /root/first-boots")).toBe("again");
});

it("gets errors from a disk that is pulled out", async () => {
  await lab.machines.update({ ...spec, disks: [] });
  const write = "(echo late >/data/late && sync --file-system /data) 2>/dev/null && echo written || echo failed";
  expect(await one.words(write)).toBe("failed");
});

it("goes off at its power button, without an error", async () => {
  await lab.machines.act("one", "stop");
  expect((await lab.machines.list()).map(({ state }) => state)).toEqual(["stopped"]);
  await expect(one.words("true")).rejects.toThrow("machine one: expected it to run bash -ec true, it is not running");
});

function word(): string {
  return execFileSync("curl", ["-sS", "-m", "5", url()], { encoding: "utf8" }).trim();
}

/** A machine in software may be slow to answer. */
function soon(): Promise<string> {
  return until(
    () => {
      try {
        return { value: word() };
      } catch (error) {
        return { found: String(error) };
      }
    },
    "one: expected its word",
    { timeoutSeconds: 120 },
  );
}

function connectSeconds(): number {
  const args = ["-sS", "-m", "30", "-o", "/dev/null", "-w", "%{time_connect}", url()];
  return Number(execFileSync("curl", args, { encoding: "utf8" }));
}

function url(): string {
  return `http://${spec.publicAddress ?? ""}:${PORT}/word`;
}
