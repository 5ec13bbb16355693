import { Resource as NullResource } from "@cdktf/provider-null/lib/resource";
import { Fn, type SSHProvisionerConnection } from "cdktf";
import { Construct } from "constructs";
import { fromStackFolder } from "./paths";

/** Something that is delivered to a machine. */
export type Parcel =
  /** Secret text. */
  | { readonly name: string; readonly secret: string }
  /** A local file, by its path relative to the project root. */
  | { readonly name: string; readonly file: string };

export interface DeliveryProps {
  readonly connection: SSHProvisionerConnection;
  /** Folder below the home of the connection's user. */
  readonly inbox: string;
  readonly instanceId: string;
  readonly parcels: readonly Parcel[];
}

/**
 * Delivers secrets and local files over SSH into the machine's inbox, when the machine is new and when one of them
 * changes. So they are neither in user-data, which the metadata service shows, nor in synthesized JSON.
 */
export class Delivery extends Construct {
  /** Changes with every delivery. */
  readonly deliveryId: string;

  constructor(scope: Construct, id: string, { connection, inbox, instanceId, parcels }: DeliveryProps) {
    super(scope, id);
    const delivery = new NullResource(this, "Default", {
      triggers: {
        instance: instanceId,
        ...Object.fromEntries(parcels.map((parcel) => [parcel.name, fingerprint(parcel)])),
      },
      connection,
      provisioners: [
        { type: "remote-exec", inline: [`install -d -m 0700 ${inbox}`] },
        ...parcels.map((parcel) => ({
          type: "file" as const,
          destination: `${inbox}/${parcel.name}`,
          ...("secret" in parcel
            ? { content: Fn.sensitive(parcel.secret) as string }
            : { source: fromStackFolder(parcel.file) }),
        })),
        // On the disk before the step succeeds: it is not delivered again after a power-off.
        { type: "remote-exec", inline: [`sync ${inbox}/* ${inbox}`] },
      ],
    });
    this.deliveryId = delivery.id;
  }
}

/** A hash, which plans show. That of a 256-bit secret or of a private key reveals nothing about it. */
function fingerprint(parcel: Parcel): string {
  return "secret" in parcel ? Fn.sha256(parcel.secret) : Fn.filesha256(fromStackFolder(parcel.file));
}
