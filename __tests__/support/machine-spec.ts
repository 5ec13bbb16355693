import type { MachineSpec } from "../../lab/substrate";

/** A machine with a public address and metadata, without disks. */
export const MACHINE: MachineSpec = {
  id: "m1",
  name: "app-1",
  cores: 2,
  memoryGb: 2,
  subnetId: "private",
  address: "10.130.0.11",
  publicAddress: "198.18.7.16",
  securityGroupIds: [],
  metadata: { "user-data": "#cloud-config\n{}\n", "ssh-keys": "ops:ssh-ed25519 AAAA ops\n" },
  disks: [],
};
