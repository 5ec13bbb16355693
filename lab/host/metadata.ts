import type { MachineSpec } from "../substrate";

export interface MetadataAnswer {
  readonly status: number;
  readonly body: string;
}

/** Fields of a machine that are in its metadata. */
export type Metadata = Pick<MachineSpec, "id" | "name" | "address" | "metadata"> & { readonly publicAddress?: string };

/**
 * Answer of the cloud's metadata service to a machine. It has Google's paths, which need the header `Metadata-Flavor:
 * Google`, and Amazon's; only those that show whether secrets can be read.
 */
export function metadataAnswer(machine: Metadata, path: string, flavour: string | undefined): MetadataAnswer {
  const google = /^\/computeMetadata\/v1\/(.*)$/.exec(path)?.[1];
  if (google !== undefined) {
    if (flavour !== "Google") return { status: 403, body: "Missing Metadata-Flavor:Google header.\n" };
    return find(googleTree(machine), google);
  }
  const amazon = /^\/(?:latest|2009-04-04)\/(.*)$/.exec(path)?.[1];
  return amazon === undefined ? NOT_FOUND : find(amazonTree(machine), amazon);
}

const NOT_FOUND: MetadataAnswer = { status: 404, body: "Not Found\n" };

function googleTree({ id, name, address, metadata }: Metadata): Readonly<Record<string, string>> {
  const attributes = Object.entries(metadata).map(([key, value]) => [`instance/attributes/${key}`, value] as const);
  return {
    "instance/id": id,
    "instance/name": name,
    "instance/network-interfaces/0/ip": address,
    ...Object.fromEntries(attributes),
  };
}

function amazonTree({ id, name, address, publicAddress, metadata }: Metadata): Readonly<Record<string, string>> {
  const userData = metadata["user-data"];
  const keys = sshKeys(metadata);
  return {
    ...(userData === undefined ? {} : { "user-data": userData }),
    "meta-data/instance-id": id,
    "meta-data/hostname": name,
    "meta-data/local-ipv4": address,
    ...(publicAddress === undefined ? {} : { "meta-data/public-ipv4": publicAddress }),
    ...Object.fromEntries(keys.map((key, index) => [`meta-data/public-keys/${index}/openssh-key`, key])),
  };
}

/** Looks up a path. A path that others begin with is a folder: its answer lists the folder. */
function find(tree: Readonly<Record<string, string>>, path: string): MetadataAnswer {
  const value = tree[path];
  if (value !== undefined) return { status: 200, body: value };
  const folder = path === "" || path.endsWith("/") ? path : `${path}/`;
  const names = Object.keys(tree)
    .filter((key) => key.startsWith(folder))
    .map((key) => key.slice(folder.length).replace(/\/.*$/, "/"));
  return names.length === 0 ? NOT_FOUND : { status: 200, body: `${[...new Set(names)].sort().join("\n")}\n` };
}

/** Keys of the metadata `ssh-keys`, whose lines are `USER:KEY`. */
export function sshKeys(metadata: Readonly<Record<string, string>>): readonly string[] {
  return (metadata["ssh-keys"] ?? "")
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => line.replace(/^[^:\s]+:/, ""));
}
