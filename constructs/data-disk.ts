import { ComputeDisk } from "@cdktf/provider-yandex/lib/compute-disk";
import { Construct } from "constructs";
import type { Naming } from "./naming";

export interface DataDiskProps {
  readonly naming: Naming;
  readonly name: string;
  /** Availability zone; undefined: the provider's. */
  readonly zone: string | undefined;
  /** Gigabytes; may grow, never shrinks. */
  readonly sizeGb: number;
  /** Yandex disk type, for example `network-ssd`. */
  readonly type: string;
  /** True: the engine refuses every plan that would destroy the disk. */
  readonly protected: boolean;
}

/** A disk for data, which outlives the machine that it is attached to. */
export class DataDisk extends Construct {
  readonly diskId: string;

  constructor(scope: Construct, id: string, props: DataDiskProps) {
    super(scope, id);
    const disk = new ComputeDisk(this, "Default", {
      name: `${props.naming.prefix}-${props.name}`,
      labels: props.naming.labels,
      ...(props.zone === undefined ? {} : { zone: props.zone }),
      size: props.sizeGb,
      type: props.type,
      lifecycle: { preventDestroy: props.protected },
    });
    this.diskId = disk.id;
  }
}
