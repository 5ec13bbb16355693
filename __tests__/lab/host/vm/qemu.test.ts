import { deviceId, qemuCommand, type VirtualMachineSettings } from "../../../../lab/host/vm/qemu";

const MACHINE: VirtualMachineSettings = {
  name: "lab-main-m-1",
  accelerator: "tcg",
  cores: 2,
  memoryGb: 4,
  kernel: "/layer/boot/vmlinuz-6.12",
  initrd: "/layer/boot/initrd.img-6.12",
  bootDisk: "/lab/disk.img",
  disks: [],
  tap: "m-1",
  macAddress: "02:00:00:00:00:11",
  qmpSocket: "/lab/qmp.sock",
  agentSocket: "/lab/agent.sock",
};

/** Values of an option. */
function values(command: readonly string[], option: string): readonly string[] {
  return command.flatMap((word, index) => (command[index - 1] === option ? [word] : []));
}

describe("the command line of QEMU", () => {
  it("boots the layer's kernel with the machine's memory, disk and network card", () => {
    const command = qemuCommand(MACHINE);
    expect(values(command, "-m")).toEqual(["4G"]);
    expect(values(command, "-kernel")).toEqual([MACHINE.kernel]);
    expect(values(command, "-append")).toEqual([expect.stringMatching(/^root=LABEL=root ro console=ttyS0/)]);
    expect(values(command, "-drive")).toEqual([expect.stringContaining("file=/lab/disk.img,format=raw")]);
    expect(values(command, "-netdev")).toEqual(["tap,id=net,ifname=m-1,script=no,downscript=no"]);
    expect(values(command, "-device")).toContain("virtio-net-pci,netdev=net,mac=02:00:00:00:00:11");
  });

  it("has its cores of the host's processor with KVM, and one in software without", () => {
    const options = (command: readonly string[]) => ["-accel", "-cpu", "-smp"].flatMap((name) => values(command, name));
    expect(options(qemuCommand(MACHINE))).toEqual(["tcg,tb-size=256", "max", "1"]);
    const command = qemuCommand({ ...MACHINE, accelerator: "kvm" });
    expect(options(command)).toEqual(["kvm", "host", "2"]);
    expect(values(command, "-append")[0]).not.toContain("mitigations");
  });

  it("gives each data disk its device name as serial number, on a port that it can be pulled out of", () => {
    const disks = [{ id: "disk-a", file: "/lab/a,b.img", serial: "pgdata" }];
    const command = qemuCommand({ ...MACHINE, disks });
    expect(values(command, "-drive")[1]).toContain("id=disk-a,file=/lab/a,,b.img,");
    expect(values(command, "-device").slice(-2)).toEqual([
      "pcie-root-port,id=port-disk-a,chassis=1",
      `virtio-blk-pci,drive=disk-a,id=${deviceId("disk-a")},bus=port-disk-a,serial=pgdata`,
    ]);
  });

  it("refuses a device name that virtio would cut off", () => {
    const disks = [{ id: "disk-a", file: "/lab/a.img", serial: "a-name-of-21-bytes---" }];
    expect(() => qemuCommand({ ...MACHINE, disks })).toThrow(
      "disk a-name-of-21-bytes---: expected a device name of at most 20 bytes, as virtio has",
    );
  });
});
