import execa from "execa";
import type { Accelerator } from "../../substrate";
import { QEMU } from "./qemu";

/** A kernel without a disk panics after a second; a busy host may take some. */
const PATIENCE_SECONDS = 20;

/**
 * Finds out whether KVM works here by booting a kernel with it. A device that can be opened is no proof: there are hosts
 * where /dev/kvm makes machines and virtual processors, and fails at the first instruction that it has to emulate.
 * @param kernel file of a Linux kernel
 */
export async function findAccelerator(kernel: string): Promise<Accelerator> {
  const child = execa(QEMU, probe(kernel), { reject: false, timeout: PATIENCE_SECONDS * 1000, stdin: "ignore" });
  // QEMU says so and then waits for somebody who looks at it.
  child.stderr?.on("data", (words: Buffer) => {
    if (words.includes("KVM internal error")) child.kill("SIGKILL");
  });
  const { stdout } = await child;
  return stdout.includes("Kernel panic") ? "kvm" : "tcg";
}

/** Without a disk the kernel panics, and `-no-reboot` makes QEMU end then. */
function probe(kernel: string): readonly string[] {
  return [
    ...["-nodefaults", "-no-user-config", "-display", "none", "-no-reboot", "-machine", "q35", "-accel", "kvm"],
    ...["-cpu", "host", "-m", "256", "-kernel", kernel, "-append", "console=ttyS0 panic=-1"],
    ...["-serial", "stdio", "-monitor", "none"],
  ];
}
