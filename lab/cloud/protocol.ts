import { z } from "zod";
import type { MachineStatus } from "../substrate";

/** A lab's state, as `lab status` shows it. */
export interface LabStatus {
  readonly name: string;
  /** Process id of the daemon. */
  readonly pid: number;
  readonly addresses: {
    /** The network of public addresses and clients, IPv4 CIDR. */
    readonly internet: string;
    /** Source address of connections from this machine. */
    readonly host: string;
  };
  /** Resources by Terraform's type. */
  readonly counts: Readonly<Record<string, number>>;
  readonly machines: readonly MachineStatus[];
}

export const impairment = z.strictObject({ loss: z.number().min(0).max(1), delayMs: z.number().min(0) });

export const execution = z.strictObject({
  command: z.array(z.string()).min(1),
  input: z.string().exactOptional(),
  timeoutSeconds: z.number().positive().exactOptional(),
});

export const words = z.strictObject({ command: z.array(z.string()).min(1) });

const attributes = z.record(z.string(), z.json()).nullable().default(null);

/** A call from the provider; see Call. */
export const call = z.object({ prior: attributes, planned: attributes, config: attributes });
