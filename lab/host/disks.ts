import { join } from "node:path";
import type { Queue } from "../queue";
import type { Disk, SubstrateDisks } from "../substrate";
import { DiskImage } from "./disk-image";
import type { HostStore } from "./store";

/** The disks of a lab, one call at a time for each. */
export class HostDisks implements SubstrateDisks {
  constructor(
    private readonly store: HostStore,
    private readonly queue: Queue,
    /** Told of a disk whose file has its size. */
    private readonly sized: (disk: Disk) => Promise<void>,
  ) {}

  /** The file of a disk. */
  image(id: string): DiskImage {
    return new DiskImage(join(this.store.disks.folder(id), "disk.img"));
  }

  async set(disk: Disk): Promise<void> {
    await this.queue.run(`disk ${disk.id}`, async () => {
      await this.image(disk.id).size(disk.sizeGb);
      this.store.disks.set(disk.id, disk);
      await this.sized(disk);
    });
  }

  async remove(id: string): Promise<void> {
    await this.queue.run(`disk ${id}`, async () => {
      const user = this.store.machines.all().find(({ spec }) => spec.disks.some(({ diskId }) => diskId === id));
      if (user) throw new Error(`disk ${id}: expected no machine to have it, found ${user.spec.name}`);
      // A machine that it was pulled out of may hold it still: the kernel lets go of the device with the last file.
      await this.image(id).release();
      this.store.disks.remove(id);
    });
  }
}
