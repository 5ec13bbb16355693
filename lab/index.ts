/** The public API of the lab: what proofs, reports and tests use of it. Modelled on the NixOS test driver. */
export { type Clock, systemClock } from "./clock";
export { decode, encode, type Method, methodsOf } from "./cloud/api/messages";
export { share } from "./cli/share";
export { Lab, type LabOptions } from "./lab";
export type { Machine } from "./machine";
export { quoted } from "./quoted";
export { sshConfig } from "./ssh-options";
export { Shell } from "./shell";
export { lastJournal, type Remote } from "./remote";
export type { ExecOptions, ExecResult, Impairment } from "./substrate";
export { until } from "./until";
