/**
 * The machine that stands for the cloud. The daemon (lab/cloud) turns the provider's calls into calls of this interface;
 * lab/host implements it with systemd-nspawn or QEMU, network namespaces and nftables.
 *
 * Every call is idempotent: repeated with the same arguments it changes nothing. Removing something that does not exist
 * is no error. A call that cannot be served rejects with one sentence: what, on which machine, expected, found.
 */
export interface Substrate {
  readonly network: SubstrateNetwork;
  readonly disks: SubstrateDisks;
  readonly machines: SubstrateMachines;

  /** Starts the router, DNS, time and package cache. Machines reach nothing outside the lab from the first moment. */
  up(): Promise<void>;
  /** Removes every trace, also those that a crash has left: processes, namespaces, mounts, loop devices, rules, files. */
  down(): Promise<void>;
}

/**
 * What the machines of a lab are: `container`, which share the host's kernel, or `vm`, virtual machines; `vm:db,edge` are
 * virtual machines of these names among containers.
 */
export type MachineKind = "container" | "vm" | `vm:${string}`;

const MACHINE_KIND = /^(container|vm|vm:[a-z][a-z0-9-]*(,[a-z][a-z0-9-]*)*)$/;

/** Reads what a person or a process has asked for. @throws when there is no such kind */
export function machineKind(text: string): MachineKind {
  if (MACHINE_KIND.test(text)) return text as MachineKind;
  throw new Error(`machines: expected container, vm, or vm: with names of machines (vm:db,edge), found ${text}`);
}

/** Names of the machines that are virtual in a lab where others are containers. */
export function virtualNames(kind: MachineKind): readonly string[] {
  return kind.startsWith("vm:") ? kind.slice("vm:".length).split(",") : [];
}

/** Whether a machine of this name is a virtual one; without a name, whether any is. */
export function isVirtual(kind: MachineKind, name?: string): boolean {
  const names = virtualNames(kind);
  return kind === "vm" || (name === undefined ? names.length > 0 : names.includes(name));
}

/** @throws when a lab that has machines of one kind is asked for another; undefined: it is not asked for any */
export function refuseOtherKind(lab: string, has: MachineKind, wanted: MachineKind | undefined): void {
  if (wanted === undefined || wanted === has) return;
  throw new Error(`lab ${lab}: expected machines of kind ${has}, as it has, found ${wanted}: end it first`);
}

/** How a virtual machine's instructions run: by the processor's own virtualization, or one by one in software. */
export type Accelerator = "kvm" | "tcg";

export interface MachineDescription {
  readonly kind: MachineKind;
  /** Of virtual machines. */
  readonly accelerator?: Accelerator;
}

/** How an S3 server is used: its values are those of `backups` in an installation. */
export interface StorageAccess {
  readonly endpoint: string;
  readonly region: string;
  readonly bucket: string;
  /** Absolute path of a file with the key's id and its secret, a line each. */
  readonly keyFile: string;
  /** Absolute path of the certificate that vouches for it, PEM. */
  readonly caFile: string;
}

export interface SubstrateNetwork {
  setSubnet(subnet: Subnet): Promise<void>;
  removeSubnet(id: string): Promise<void>;

  setSecurityGroup(group: SecurityGroup): Promise<void>;
  removeSecurityGroup(id: string): Promise<void>;

  /** Replaces all records of the private zones, by fully qualified name without a dot at its end. */
  setRecords(records: Readonly<Record<string, readonly string[]>>): Promise<void>;
}

export interface SubstrateDisks {
  /** Makes the disk, or grows it. Its content survives every machine it is attached to. */
  set(disk: Disk): Promise<void>;
  remove(id: string): Promise<void>;
}

export interface SubstrateMachines {
  list(): Promise<readonly MachineStatus[]>;

  /** Makes the machine and starts it. Resolves when it has started to boot. */
  create(machine: MachineSpec): Promise<void>;
  /**
   * Applies new metadata, security groups and public addresses at once, and takes a disk away at once, as if it were
   * pulled. New cores and memory, a new private address and another disk come with the next start.
   */
  update(machine: MachineSpec): Promise<void>;
  remove(id: string): Promise<void>;

  /** Switches a machine's power or disturbs its network. */
  act(id: string, action: MachineAction): Promise<void>;

  /** Runs a command on the machine as root, without the network. */
  exec(id: string, command: readonly string[], options?: ExecOptions): Promise<ExecResult>;
}

/** The verbs of a machine's power and network, each with its description in `script/lab --help`. */
export const MACHINE_VERBS = {
  /** The machine keeps its disks and its address; cloud-init's first boot is not repeated. */
  start: "starts a stopped machine",
  /** As `poweroff` does. */
  stop: "shuts a machine down in order",
  /** Unwritten data does not reach the disks, and peers get no reset. */
  crash: "pulls a machine's plug",
  /** Peers get no reset. */
  cut: "drops all packets from and to a machine",
  /** It ends an impairment too. */
  heal: "ends what cut began",
} as const;

export type MachineVerb = keyof typeof MACHINE_VERBS;

/** A verb, or the impairment that a machine's network gets. */
export type MachineAction = MachineVerb | Impairment;

export interface Subnet {
  readonly id: string;
  /** IPv4 CIDR. The first address is the gateway, the second the DNS server, as in Yandex Cloud. */
  readonly cidr: string;
  /** Whether the subnet's route table has a NAT gateway: machines without a public address reach the package cache. */
  readonly nat: boolean;
}

export interface SecurityGroup {
  readonly id: string;
  readonly ingress: readonly SecurityRule[];
  readonly egress: readonly SecurityRule[];
}

/** A stateful rule: answers pass. Packets that no rule names are dropped. */
export interface SecurityRule {
  readonly protocol: "TCP" | "UDP" | "ICMP" | "ANY";
  /** First and last port. @default all */
  readonly ports?: readonly [number, number];
  readonly cidrs: readonly string[];
}

export interface Disk {
  readonly id: string;
  readonly sizeGb: number;
}

export interface MachineSpec {
  /** Unique in the lab; a machine that replaces another of the same name has another id. */
  readonly id: string;
  /** Host name. */
  readonly name: string;
  readonly cores: number;
  readonly memoryGb: number;
  readonly subnetId: string;
  readonly address: string;
  /** One-to-one NAT address, reachable from clients of the lab and from the engine. */
  readonly publicAddress?: string;
  readonly securityGroupIds: readonly string[];
  /** Served at 169.254.169.254; `user-data` is what cloud-init runs. */
  readonly metadata: Readonly<Record<string, string>>;
  /** They appear as `/dev/disk/by-id/virtio-<deviceName>`. */
  readonly disks: readonly { readonly diskId: string; readonly deviceName: string }[];
}

export interface MachineStatus {
  readonly id: string;
  readonly name: string;
  readonly state: "running" | "stopped" | "crashed";
  readonly address: string;
  /** Since its last start. */
  readonly uptimeSeconds: number;
}

/** Losses and delays of all packets from and to a machine. */
export interface Impairment {
  /** Share of packets lost, 0 to 1. */
  readonly loss: number;
  readonly delayMs: number;
}

export interface ExecOptions {
  /** Written to the command's standard input. */
  readonly input?: string;
  /** @default 60 */
  readonly timeoutSeconds?: number;
}

export interface ExecResult {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}
