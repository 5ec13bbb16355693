import { ComputeInstance } from "@cdktf/provider-yandex/lib/compute-instance";
import { DataYandexComputeImage } from "@cdktf/provider-yandex/lib/data-yandex-compute-image";
import { Fn } from "cdktf";
import { Construct } from "constructs";
import { escapeTerraform } from "../cloud-init/escape";
import type { Installation, MachineSize } from "../config/schema";
import type { Naming } from "./naming";
import { warnUnlessRunning } from "./running-check";

export interface VmProps {
  readonly naming: Naming;
  /** Host name, for example `app-1`. */
  readonly name: string;
  readonly cloud: Installation["cloud"];
  readonly size: MachineSize;
  readonly subnetId: string;
  /** Private IPv4 address; kept when the machine is replaced. */
  readonly address: string;
  readonly securityGroupId: string;
  /** Static public address, for the edge only. */
  readonly publicAddress?: string;
  readonly placementGroupId?: string;
  /** Attached as `/dev/disk/by-id/virtio-<deviceName>`; stays when the machine goes. */
  readonly dataDisk?: { readonly diskId: string; readonly deviceName: string };
  /** OpenSSH public key of the deployment; a reference. */
  readonly deploymentKey: string;
  /** Renders the machine's cloud-init user-data around the deployment's key. */
  readonly userData: (deploymentKey: string) => string;
}

/** Yandex Cloud's folder of public images. */
const PUBLIC_IMAGES = "standard-images";
const DISABLED = 2;

/**
 * A Debian machine that is set up by its user-data alone. A change of the user-data is a change in place: the gate has the
 * machine take it (docs/decisions/0014-changes-in-place.md).
 */
export class Vm extends Construct {
  readonly instanceId: string;
  /** SHA-256 of the user-data as the machine finds it, known when the cloud has it. */
  readonly userDataSum: string;
  /** What changes by a stop and a start of the machine, in words. */
  readonly shape: string;

  constructor(scope: Construct, id: string, props: VmProps) {
    super(scope, id);
    const { naming, name, cloud, size } = props;

    const image = new DataYandexComputeImage(this, "image", {
      family: cloud.imageFamily,
      folderId: PUBLIC_IMAGES,
    });

    const instance = new ComputeInstance(this, "Default", {
      name: `${naming.prefix}-${name}`,
      hostname: name,
      labels: { ...naming.labels, machine: name },
      ...(cloud.zone === undefined ? {} : { zone: cloud.zone }),
      platformId: cloud.platformId,
      resources: { cores: size.cores, memory: size.memoryGb },
      schedulingPolicy: { preemptible: size.preemptible },
      // Cores and memory change by a stop and a start, the machine stays.
      allowStoppingForUpdate: true,
      bootDisk: {
        autoDelete: true,
        initializeParams: { imageId: image.id, size: size.diskGb, type: size.diskType },
      },
      ...(props.dataDisk && {
        secondaryDisk: [{ diskId: props.dataDisk.diskId, deviceName: props.dataDisk.deviceName, autoDelete: false }],
      }),
      networkInterface: [
        {
          subnetId: props.subnetId,
          ipAddress: props.address,
          securityGroupIds: [props.securityGroupId],
          ...(props.publicAddress === undefined ? { nat: false } : { nat: true, natIpAddress: props.publicAddress }),
        },
      ],
      ...(props.placementGroupId && { placementPolicy: { placementGroupId: props.placementGroupId } }),
      metadata: {
        "user-data": escapeTerraform(props.userData(props.deploymentKey)),
        "serial-port-enable": "0",
      },
      // No service account is attached, so there is no token; none may ever be given to a process of the machine.
      metadataOptions: { gceHttpToken: DISABLED, awsV1HttpToken: DISABLED },
      lifecycle: {
        // A new image in the family is no reason to replace a machine that works. The next replacement takes it.
        ignoreChanges: ["boot_disk[0].initialize_params[0].image_id"],
      },
    });
    warnUnlessRunning(instance, name);
    this.instanceId = instance.id;
    this.userDataSum = Fn.sha256(Fn.lookup(instance.metadata, "user-data") as string);
    this.shape = [
      cloud.platformId,
      `${size.cores} cores`,
      `${size.memoryGb} GB`,
      ...(size.preemptible ? ["preemptible"] : []),
    ].join(", ");
  }
}
