/** The public API of the lab: what proofs, reports and tests use of it. Modelled on the NixOS test driver. */
export { share } from "./cli/share";
export type { Urls } from "./cli/outputs";
export { Client } from "./client";
export { LabFailure } from "./failure";
export { Lab, type LabOptions } from "./lab";
export { Machine } from "./machine";
export { quoted } from "./quoted";
export { sshConfig, type SshOptions } from "./ssh-options";
export { type RunOptions, Shell } from "./shell";
export type { Remote } from "./remote";
export type { ExecOptions, ExecResult, Impairment, MachineStatus } from "./substrate";
export { type Clock, until, type UntilOptions, type WaitOptions } from "./until";
