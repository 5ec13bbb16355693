import type { Accelerator } from "../../substrate";

/** QEMU for machines of x86-64. */
export const QEMU = "qemu-system-x86_64";

/** Settings of a virtual machine. */
export interface VirtualMachineSettings {
  readonly name: string;
  readonly accelerator: Accelerator;
  /** Whole cores. */
  readonly cores: number;
  readonly memoryGb: number;
  /** Files of the kernel and of its initial RAM disk. */
  readonly kernel: string;
  readonly initrd: string;
  /** File of its own disk. */
  readonly bootDisk: string;
  /** Data disks: an id for QMP, the file, and the serial number by which the machine knows it. */
  readonly disks: readonly { readonly id: string; readonly file: string; readonly serial: string }[];
  /** The tap device, in the network namespace in which QEMU is started. */
  readonly tap: string;
  readonly macAddress: string;
  /** Paths of Unix sockets that QEMU makes. */
  readonly qmpSocket: string;
  readonly agentSocket: string;
}

/** Bytes that virtio has for a disk's serial number. */
const LONGEST_SERIAL = 20;

/** Command line that boots a machine, with its console on standard output. It ends with status 0 at a power-off. */
export function qemuCommand(machine: VirtualMachineSettings): readonly string[] {
  const { accelerator } = machine;
  const long = machine.disks.find(({ serial }) => Buffer.byteLength(serial) > LONGEST_SERIAL);
  if (long)
    throw new Error(`disk ${long.serial}: expected a device name of at most ${LONGEST_SERIAL} bytes, as virtio has`);
  return [
    QEMU,
    ...["-name", machine.name, "-nodefaults", "-no-user-config", "-display", "none", "-monitor", "none"],
    ...["-machine", "q35", "-m", `${machine.memoryGb}G`, ...processor(machine)],
    ...["-rtc", "base=utc", "-device", "virtio-rng-pci"],
    ...["-kernel", machine.kernel, "-initrd", machine.initrd, "-append", kernelParameters(accelerator)],
    ...["-chardev", "stdio,id=console,signal=off", "-serial", "chardev:console"],
    ...["-qmp", `unix:${escaped(machine.qmpSocket)},server=on,wait=off`],
    ...["-chardev", `socket,id=agent,path=${escaped(machine.agentSocket)},server=on,wait=off`],
    ...["-device", "virtio-serial-pci", "-device", "virtserialport,chardev=agent,name=org.qemu.guest_agent.0"],
    ...["-netdev", `tap,id=net,ifname=${machine.tap},script=no,downscript=no`],
    ...["-device", `virtio-net-pci,netdev=net,mac=${machine.macAddress}`],
    ...["-drive", drive("boot", machine.bootDisk), "-device", "virtio-blk-pci,drive=boot"],
    ...machine.disks.flatMap(({ id, file, serial }, index) => [
      // A port of its own: only there a disk can be pulled out.
      ...["-device", `pcie-root-port,id=port-${id},chassis=${index + 1}`],
      ...["-drive", drive(id, file)],
      ...["-device", `virtio-blk-pci,drive=${id},id=${deviceId(id)},bus=port-${id},serial=${escaped(serial)}`],
    ]),
  ];
}

/** Id of a disk's device in QEMU, beside that of the drive behind it. */
export function deviceId(drive: string): string {
  return `device-${drive}`;
}

/**
 * In software a machine has one core: with two, QEMU 7.2 runs instructions that the other has just replaced, as Linux does
 * when it switches parts of itself on. Seen: "Oops: int3" in the network's code, 6 minutes after the start.
 */
function processor({ accelerator, cores }: VirtualMachineSettings): readonly string[] {
  if (accelerator === "tcg") return ["-accel", "tcg,tb-size=256", "-cpu", "max", "-smp", "1"];
  return ["-accel", "kvm", "-cpu", "host", "-smp", String(Math.max(1, Math.ceil(cores)))];
}

function kernelParameters(accelerator: Accelerator): string {
  // Without a processor there is nothing to mitigate, and translated code is a third slower with it.
  const mitigations = accelerator === "tcg" ? ["mitigations=off"] : [];
  return ["root=LABEL=root", "ro", "console=ttyS0,115200", "consoleblank=0", ...mitigations].join(" ");
}

/**
 * `unsafe` ignores only the machine's wish that its writes survive the host: a machine that is killed has lost what its
 * own kernel had not yet written, and nothing else.
 */
function drive(id: string, file: string): string {
  return `if=none,id=${id},file=${escaped(file)},format=raw,cache=unsafe,discard=unmap`;
}

/** QEMU separates options by commas. */
function escaped(value: string): string {
  return value.replaceAll(",", ",,");
}
