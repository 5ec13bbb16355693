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
        ...Object.fromEntries(parcels.map((parcel) => [parcel.name, fingerprint(this, parcel, connection.privateKey)])),
      },
      connection,
      provisioners: [
        { type: "remote-exec", inline: [`install -d -m 0700 ${inbox}`] },
        ...parcels.map((parcel) => ({
          type: "file" as const,
          destination: `${inbox}/${parcel.name}`,
          ...("secret" in parcel
            ? { content: Fn.sensitive(parcel.secret) as string }
            : { source: fromStackFolder(this, parcel.file) }),
        })),
        // On the disk before the step succeeds: it is not delivered again after a power-off.
        { type: "remote-exec", inline: [`sync ${inbox}/* ${inbox}`] },
      ],
    });
    this.deliveryId = delivery.id;
  }
}

/**
 * A hash, which plans and the state show. Of a secret it is keyed with the deployment's own key: a password that a person
 * chose could be found from its bare hash, by trying.
 */
function fingerprint(scope: Construct, parcel: Parcel, key: string | undefined): string {
  if ("file" in parcel) return Fn.filesha256(fromStackFolder(scope, parcel.file));
  if (key === undefined) throw new Error(`${parcel.name}: expected a connection with a private key, found none`);
  return Fn.nonsensitive(Fn.sha256(Fn.join(" ", [key, parcel.secret]))) as string;
}
