import { existsSync, mkdirSync, truncateSync, writeFileSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { run, succeeds } from "./run";
import { POLL_SECONDS, until } from "../until";

/** A file that serves as a block device: it has a size of its own, and loses unwritten data when the power goes. */
export class DiskImage {
  constructor(readonly file: string) {}

  get exists(): boolean {
    return existsSync(this.file);
  }

  /** Makes the file, sparse, or grows it. @throws when it is larger already */
  async size(gigabytes: number): Promise<void> {
    const bytes = gigabytes * 1024 ** 3;
    const present = this.exists ? statSync(this.file).size : undefined;
    if (present === undefined) {
      mkdirSync(dirname(this.file), { recursive: true });
      writeFileSync(this.file, "", { mode: 0o600 });
    } else if (present > bytes) {
      throw new Error(
        `disk ${this.file}: expected at least its ${present / 1024 ** 3} GB, found ${gigabytes} GB wanted`,
      );
    }
    if (present === bytes) return;
    truncateSync(this.file, bytes);
    const device = await this.device();
    if (device !== undefined) await run("losetup", ["--set-capacity", device]);
  }

  /** Attaches the file to a loop device unless it is. @returns the device */
  async attach(): Promise<string> {
    return (await this.device()) ?? (await run("losetup", ["--find", "--show", this.file])).trim();
  }

  /** Detaches the loop device, and waits: the kernel releases a device some time after the last process that used it. */
  async detach(): Promise<void> {
    const device = await this.device();
    if (device === undefined) return;
    await run("losetup", ["--detach", device]);
    await until(
      async () => ((await this.device()) === undefined ? { value: undefined } : { found: "it attached" }),
      `${device}: expected it to let go of ${this.file}`,
      { timeoutSeconds: 10, intervalSeconds: POLL_SECONDS },
    );
  }

  /** Tells the loop device to let go of the file as soon as nothing uses it. */
  async release(): Promise<void> {
    const device = await this.device();
    if (device !== undefined) await run("losetup", ["--detach", device]);
  }

  /** Waits until none of its file systems is mounted, not even in a machine that is just ending. */
  async free(): Promise<void> {
    const device = await this.device();
    if (device === undefined) return;
    // O_RDWR | O_EXCL on a block device: refused while it is mounted.
    const open = `use Fcntl; sysopen(my $d, $ARGV[0], O_RDWR | O_EXCL) or exit 1`;
    await until(
      async () => ((await succeeds("perl", ["-e", open, device])) ? { value: undefined } : { found: "a mount" }),
      `${device}: expected no mount`,
      { timeoutSeconds: 20, intervalSeconds: POLL_SECONDS },
    );
  }

  /** `major:minor` of its loop device; undefined when it is not attached. */
  async number(): Promise<string | undefined> {
    return this.loop("MAJ:MIN");
  }

  private async device(): Promise<string | undefined> {
    return this.loop("NAME");
  }

  /** A column of losetup about its loop device. */
  private async loop(column: string): Promise<string | undefined> {
    if (!this.exists) return undefined;
    const out = await run("losetup", ["--associated", this.file, "--output", column, "--noheadings"]);
    return out.trim().split("\n")[0]?.trim() || undefined;
  }
}

/**
 * Cuts the power of mounted ext4 file systems: from now on nothing reaches their devices, not even the part of the
 * journal that is in memory. Killing a machine alone would lose nothing, as the page cache is the host's.
 * @param folders anywhere in the file systems
 */
export async function cutPower(folders: readonly string[]): Promise<void> {
  if (folders.length === 0) return;
  // EXT4_IOC_SHUTDOWN with EXT4_GOING_FLAGS_NOLOGFLUSH.
  const shutdown = `my $how = pack("L", 2); for (@ARGV) { open(my $f, "<", $_) or die "$_: $!"; ioctl($f, 0x8004587D, $how) or die "$_: $!" }`;
  await run("perl", ["-e", shutdown, ...folders]);
}
