/** The lab's verbs for tests, modelled on the NixOS test driver. */
export { Client } from "./client";
export { LabFailure } from "./failure";
export { Lab, type LabOptions } from "./lab";
export { Machine } from "./machine";
export { quoted } from "./quoted";
export { sshConfig, type SshOptions } from "./ssh-options";
export type { WaitOptions } from "./until";
