import { createHash } from "node:crypto";
import { stringify } from "yaml";
import type { MachineSpec } from "../substrate";
import { sshKeys } from "./metadata";

/** A file on a machine before its first boot. */
export interface SeedFile {
  /** Without a slash in front. */
  readonly path: string;
  readonly content: string;
}

/** Addresses that a machine's own disk carries: of the subnet's DNS server and of the package cache. */
export interface SeedNetwork {
  readonly dns: string;
  readonly cache: string;
}

/** Files that differ between machines: cloud-init's seed, with user-data unchanged, and settings of the network. */
export function seedFiles(machine: MachineSpec, network: SeedNetwork): SeedFile[] {
  const { id, name, metadata } = machine;
  const keys = sshKeys(metadata);
  return [
    { path: "etc/machine-id", content: `${createHash("md5").update(id).digest("hex")}\n` },
    { path: "etc/resolv.conf", content: `nameserver ${network.dns}\n` },
    {
      path: "var/lib/cloud/seed/nocloud/meta-data",
      content: stringify({
        "instance-id": id,
        "local-hostname": name,
        ...(keys.length > 0 ? { "public-keys": keys } : {}),
      }),
    },
    { path: "var/lib/cloud/seed/nocloud/user-data", content: metadata["user-data"] ?? "" },
    {
      // Merged key by key with the `apt` of the user-data, which is not touched.
      path: "var/lib/cloud/seed/nocloud/vendor-data",
      content: `#cloud-config\n${stringify({ apt: { http_proxy: `http://${network.cache}:80` } })}`,
    },
  ];
}
