import { Resource as NullResource } from "@cdktf/provider-null/lib/resource";
import type { SSHProvisionerConnection } from "cdktf";
import { Construct } from "constructs";

export interface GateProps {
  readonly connection: SSHProvisionerConnection;
  readonly instanceId: string;
  readonly deliveryId: string;
  /** SHA-256 of the user-data that the machine has to take. */
  readonly userDataSum: string;
  /** Other values whose change may end the machine's work for a while, for example its size. */
  readonly triggers: Readonly<Record<string, string>>;
  /** Seconds from the first login within which the machine must work. */
  readonly timeoutSeconds: number;
}

/**
 * Lets the deployment continue when the machine does its work, not as soon as it exists or is changed. `bingo-await` runs
 * on the machine, has it take its user-data and what was delivered, prints each step, and fails with the last log lines as
 * soon as set-up or a unit has failed. A machine that worked before then goes back to what it had.
 */
export class Gate extends Construct {
  constructor(scope: Construct, id: string, props: GateProps) {
    super(scope, id);
    const { connection, instanceId, deliveryId, userDataSum, timeoutSeconds, triggers } = props;
    new NullResource(this, "Default", {
      triggers: { ...triggers, instance: instanceId, delivery: deliveryId, user_data: userDataSum },
      connection,
      // No secret may be an argument here: the engine would hide all output of the step.
      provisioners: [
        { type: "remote-exec", inline: [`sudo /usr/local/sbin/bingo-await ${timeoutSeconds} ${userDataSum}`] },
      ],
    });
  }
}
