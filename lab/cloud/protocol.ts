import { z } from "zod";
import type { MachineStatus } from "../substrate";

/** What `lab status` shows. */
export interface LabStatus {
  readonly name: string;
  /** Process id of the daemon. */
  readonly pid: number;
  readonly addresses: {
    /** The network of public addresses and clients, IPv4 CIDR. */
    readonly internet: string;
    /** Where connections from this machine come from. */
    readonly host: string;
  };
  /** Resources by Terraform's type. */
  readonly counts: Readonly<Record<string, number>>;
  readonly machines: readonly MachineStatus[];
}

export const impairment = z.strictObject({ loss: z.number().min(0).max(1), delayMs: z.number().min(0) });

export const execution = z.strictObject({
  command: z.array(z.string()).min(1),
  input: z.string().optional(),
  timeoutSeconds: z.number().positive().optional(),
});
export type Execution = z.output<typeof execution>;

export const words = z.strictObject({ command: z.array(z.string()).min(1) });

const attributes = z.record(z.string(), z.json()).nullable().default(null);

/** The provider's call. */
export const call = z.object({ prior: attributes, planned: attributes, config: attributes });
