import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadInstallation } from "../../../config/load";
import { PROJECT_ROOT } from "../../../config/paths";
import { machines } from "../../../cloud-init/machines";
import { LinuxHost } from "../../../lab/host/host";
import type { SecurityRule } from "../../../lab/substrate";
import { until } from "../../../lab/until";
import { BootedMachine } from "../../support/vm/booted";

/** Three boots and a set-up, each of several minutes where KVM does not work. */
jest.setTimeout(3 * 3600_000);

const KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAvXxYHGXzhpbDUAKXXXZrv2Hgs0ANwUtdAL7bQ5u9dq deployment";
const EVERYTHING: SecurityRule = { protocol: "ANY", cidrs: ["0.0.0.0/0"] };
const DATA_DISK_GB = 20;

/** The machine that is booted. The database is the smallest, and has a data disk. */
const name = process.env["VM_MACHINE"] ?? "db";
const known = machines(loadInstallation(join(PROJECT_ROOT, "installation.example.yaml")));
const found = known.find((machine) => machine.name === name);
if (!found) throw new Error(`VM_MACHINE: expected one of ${known.map((one) => one.name).join(", ")}, found ${name}`);
const definition = found;
const isDatabase = definition.role === "database";

const id = `vm${process.pid % 10_000_000}`;
const folder = mkdtempSync(join(tmpdir(), "lab-vm-role-"));
const lab = new LinuxHost({ id, folder, machines: "vm" });
const machine = new BootedMachine(lab, name);

beforeAll(async () => {
  await lab.up();
  const cidr = definition.address.replace(/\d+$/, "0/24");
  await lab.network.setSubnet({ id: "subnet", cidr, nat: true });
  await lab.network.setSecurityGroup({ id: "open", ingress: [EVERYTHING], egress: [EVERYTHING] });
  if (isDatabase) await lab.disks.set({ id: "pgdata", sizeGb: DATA_DISK_GB });
  await lab.machines.create({
    ...{ id: name, name, cores: 2, memoryGb: 2, subnetId: "subnet", address: definition.address },
    securityGroupIds: ["open"],
    metadata: { "user-data": definition.userData(KEY) },
    disks: isDatabase ? [{ diskId: "pgdata", deviceName: "pgdata" }] : [],
  });
  await machine.booted();
});

afterAll(async () => {
  await lab.down();
  rmSync(folder, { recursive: true, force: true });
});

describe(`${name}, as a virtual machine of the example's user-data`, () => {
  it("has ended its set-up, and nothing has failed", async () => {
    const mark = await machine.words("ls /etc/bingo/set-up || tail -n 30 /var/log/cloud-init-output.log");
    expect(mark).toBe("/etc/bingo/set-up");
    await holds();
  });

  it("has control groups of version 2 and AppArmor", async () => {
    expect(await machine.words("stat --file-system --format=%T /sys/fs/cgroup")).toBe("cgroup2fs");
    expect(await machine.words("aa-enabled")).toBe("Yes");
    if (definition.role === "app-node")
      expect(await machine.words("docker info --format '{{.SecurityOptions}} {{.CgroupVersion}}'")).toMatch(
        /name=apparmor.* 2$/,
      );
  });

  it("has chrony set its clock, and no other", async () => {
    await until(
      async () => {
        const leap = (await machine.words("chronyc -c tracking")).split(",").at(-1) ?? "nothing";
        return leap === "Normal" ? { value: leap } : { found: leap };
      },
      `${name}: expected a clock that follows`,
      { timeoutSeconds: 1200, intervalSeconds: 10 },
    );
    expect(await machine.words("systemctl is-active systemd-timesyncd || true")).not.toBe("active");
  });

  it("has grown its disks", async () => {
    expect(Number(await machine.words("df --output=size --block-size=1G / | tail -n 1"))).toBeGreaterThanOrEqual(19);
    if (!isDatabase) return;
    await lab.disks.set({ id: "pgdata", sizeGb: 2 * DATA_DISK_GB });
    await machine.words("/usr/local/sbin/bingo-disk");
    const size = Number(await machine.words("df --output=size --block-size=1G /var/lib/postgresql | tail -n 1"));
    expect(size).toBeGreaterThanOrEqual(2 * DATA_DISK_GB - 2);
  });

  it("boots again by itself", async () => {
    const first = await machine.bootId();
    await machine.words("systemd-run --on-active=2 systemctl reboot");
    await anotherBoot(first);
    await holds();
  });

  it("is back after its power was pulled", async () => {
    const first = await machine.bootId();
    await lab.machines.act(name, "crash");
    await lab.machines.act(name, "start");
    await anotherBoot(first);
    await holds();
  });

  it.each([
    ["its kernel has panicked", "echo c >/proc/sysrq-trigger"],
    // systemd catches it, and then stands still.
    ["systemd hangs", "kill -SEGV 1"],
  ])("reboots by itself when %s", async (_, fault) => {
    const first = await machine.bootId();
    await machine.words(`setsid sh -c 'sleep 2; ${fault}' >/dev/null 2>&1 &`);
    await anotherBoot(first);
    await holds();
  });
});

/** What holds after every boot. */
async function holds(): Promise<void> {
  expect(await machine.failedUnits()).toBe("");
  expect(await machine.errors()).toEqual([]);
  expect((await machine.sandboxes()).lacking).toEqual([]);
  expect(await machine.words("cat /sys/class/watchdog/watchdog0/state")).toBe("active");
  await inForce();
}

/** The fence: root alone reaches the metadata service, where the user-data is. */
async function inForce(): Promise<void> {
  const ask = "curl -sS -o /dev/null -w '%{http_code}' -m 60 http://169.254.169.254/latest/user-data";
  expect(await machine.words(ask)).toBe("200");
  expect(await machine.words(`runuser -u nobody -- ${ask} 2>/dev/null || true`)).toBe("000");
  if (definition.role === "app-node") expect(await machine.words("systemctl is-active bingo-fence")).toBe("active");
}

async function anotherBoot(first: string): Promise<void> {
  await until(
    async () => ((await machine.bootId().catch(() => first)) !== first ? { value: undefined } : { found: "the same" }),
    `${name}: expected another boot`,
    { timeoutSeconds: 3600, intervalSeconds: 5 },
  );
  await machine.booted();
}
