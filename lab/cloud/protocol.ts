import { z } from "zod";
import type { MachineDescription, MachineStatus } from "../substrate";
import { type FaultKind, FAULTS } from "./faults";

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
  /** The cloud's API. */
  readonly api: {
    /** Host and port, as YC_ENDPOINT takes them. */
    readonly endpoint: string;
    /** File with the certificate of its server. */
    readonly certificateFile: string;
    /** File with the token that it takes. */
    readonly tokenFile: string;
  };
  readonly machineKind: MachineDescription;
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

/** Ids of the resources that the engine's states know, for `POST /deployment`. */
export const knownIds = z.strictObject({ known: z.array(z.string()) });

export const cloudFault = z.strictObject({
  kind: z.enum(Object.keys(FAULTS) as [FaultKind, ...FaultKind[]]),
  call: z.string(),
  times: z.int().min(1).default(1),
  seconds: z.number().min(0).default(0),
});

export const quotaSwitch = z.strictObject({ on: z.boolean() });
