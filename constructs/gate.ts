import { Resource as NullResource } from "@cdktf/provider-null/lib/resource";
import type { SSHProvisionerConnection } from "cdktf";
import { Construct } from "constructs";

export interface GateProps {
  readonly connection: SSHProvisionerConnection;
  readonly instanceId: string;
  readonly deliveryId: string;
  /** Seconds from the first login within which the machine must work. */
  readonly timeoutSeconds: number;
}

/**
 * Lets the deployment continue when the machine does its work, not as soon as it exists. `bingo-await` runs on the
 * machine, prints each step, and fails with the last log lines as soon as set-up or a unit has failed.
 */
export class Gate extends Construct {
  constructor(scope: Construct, id: string, { connection, instanceId, deliveryId, timeoutSeconds }: GateProps) {
    super(scope, id);
    new NullResource(this, "Default", {
      triggers: { instance: instanceId, delivery: deliveryId },
      connection,
      // No secret may be an argument here: the engine would hide all output of the step.
      provisioners: [{ type: "remote-exec", inline: [`sudo /usr/local/sbin/bingo-await ${timeoutSeconds}`] }],
    });
  }
}
