import type { MachineDescription } from "../../../lab/substrate";

/** Errors in the journal of a virtual machine that are no fault of the installation, each with its reason. */
const ALWAYS: readonly RegExp[] = [
  // The machine has no VSOCK, over which systemd 257 would offer SSH.
  /systemd-ssh-generator|AF_VSOCK/,
  // The disk is larger than the image that was written to it: cloud-init moves the second table to the end.
  /GPT|Alt\. header/,
  // q35 without a firmware that describes the processor's frequencies.
  /amd_pstate/,
  // Packages are unpacked before the first boot, and make their users when cloud-init configures them.
  /^\/usr\/lib\/tmpfiles\.d\/\S+: Failed to resolve (user|group)/,
];

/** Those of a machine whose processor is played in software. */
const SLOW: readonly RegExp[] = [
  // The console is a serial port that nobody logs in at: udev takes longer for it than systemd waits.
  /^(Timed out waiting for device )?dev-ttyS0\.device/,
  // Such a processor has a clock of its own making.
  /^tsc: Unable to calibrate against PIT/,
  // It may take 30 s for one look at the clock right after the start; the timer starts it again. A unit that is left
  // failed is found all the same.
  /^Failed to start bingo-clock\.service/,
];

export function knownErrors({ accelerator }: MachineDescription): readonly RegExp[] {
  return accelerator === "tcg" ? [...ALWAYS, ...SLOW] : ALWAYS;
}
