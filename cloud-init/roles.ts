/**
 * The values that each role's templates may use, known when the app is synthesized.
 * No secret is among them. Secrets are delivered over SSH (constructs/delivery.ts).
 */

import type { Ports } from "./ports";

/** Values of every machine. */
export interface MachineValues {
  /** Short name, for example `app-1`. */
  readonly name: string;
  /** Fully qualified name in the private zone, for example `app-1.bingo.local`. */
  readonly fqdn: string;
  /** Private IPv4 address. */
  readonly address: string;
  /** The administrators' account: key only, sudo without a password. */
  readonly adminUser: string;
  /** OpenSSH public keys that may log in. The first is the deployment's own, a Terraform reference. */
  readonly sshPublicKeys: readonly string[];
  /** sshd's AllowUsers patterns, for example `ops@10.130.1.10`. */
  readonly sshAllowUsers: readonly string[];
  /** sshd's AllowTcpForwarding: `local` on the jump host, else `no`. */
  readonly sshTcpForwarding: "local" | "no";
  /** sshd's PermitOpen: `host:port` that may be forwarded to, or `none`. */
  readonly sshPermitOpen: readonly string[];
  /** systemd OnCalendar expression of its security updates, unique in the installation. */
  readonly updateAt: string;
  /** systemd OnCalendar expression of the time at which it reboots if it waits for that; null: never by itself. */
  readonly rebootAt: string | null;
  /** Where deliveries arrive, for example `/home/ops/inbox`. */
  readonly inbox: string;
  readonly ports: Ports;
}

/** The source of the bingo binary. */
export interface BinaryValues {
  /** URL the machine downloads from; empty when the deployment carries a local file. */
  readonly url: string;
  /** Lower-case hexadecimal SHA-256 the file must have; empty: not checked. */
  readonly sha256: string;
}

/** Values that bingo itself needs, on app nodes and, for `prepare_db`, on the database. */
export interface BingoValues {
  readonly studentEmail: string;
  /** First 10 hexadecimal digits of sha1(studentEmail): the folder that bingo logs to. */
  readonly logFolder: string;
  /** Stands for the database's password. */
  readonly passwordPlaceholder: string;
  /** The version that this installation was written for. */
  readonly knownVersion: string;
  readonly binary: BinaryValues;
}

/** One bingo container. */
export interface InstanceValues {
  /** Container name, for example `bingo-1`. */
  readonly name: string;
  /** TCP port on the node's private address. */
  readonly port: number;
  /** systemd OnCalendar expression of its recycling slot, unique in the installation. */
  readonly recycleAt: string;
}

/** Limits of recycling, all in seconds. */
export interface RecycleValues {
  /** An instance younger than this is left alone in its slot. */
  readonly youngSeconds: number;
  /** From this age on it is restarted whatever state the other instances are in. */
  readonly oldSeconds: number;
  /** Counted from the begin of its slot: until then it waits for the other instances to be healthy. */
  readonly lastTrySeconds: number;
}

export interface AppNodeValues extends MachineValues {
  readonly bingo: BingoValues;
  /** Port bingo listens on inside its container; 0: discovered from the running process. */
  readonly bingoPort: number;
  readonly instances: readonly InstanceValues[];
  readonly recycle: RecycleValues;
  /** `address:port` of every instance on the other nodes: asked for their health before one here is recycled. */
  readonly peers: readonly string[];
  readonly instanceMemoryMb: number;
  /** CPUs per instance, for example `0.8`. */
  readonly instanceCpus: string;
  readonly database: EndpointValues;
  /** CIDR of the container bridge; nothing outside the node routes to it. */
  readonly containerSubnet: string;
}

export interface EndpointValues {
  /** Name in the private zone. */
  readonly host: string;
  readonly address: string;
  readonly port: number;
}

export interface DatabaseValues extends MachineValues {
  readonly bingo: BingoValues;
  /** Addresses of the app nodes: the only clients. */
  readonly clients: readonly string[];
  /** Block device of the data disk, for example `/dev/disk/by-id/virtio-pgdata`. */
  readonly dataDevice: string;
  /** Rows that each table must have after the load. */
  readonly expect: { readonly movies: number; readonly customers: number; readonly sessions: number };
  readonly cores: number;
  readonly postgres: PostgresSettings;
  /** null: there are no backups, and no pgBackRest. */
  readonly backups: BackupValues | null;
}

/** Where backups are kept. The bucket's key is delivered over SSH. */
export interface BackupValues {
  readonly bucket: string;
  /** Folder in the bucket. */
  readonly prefix: string;
  readonly host: string;
  readonly port: number;
  readonly region: string;
  readonly retentionDays: number;
  /** Whether the certificates that vouch for the service are delivered. */
  readonly ownCa: boolean;
  /** Gibibytes of changes that may wait for a service that is away, before the disk is given to the database. */
  readonly waitingGb: number;
}

/** Sizes derived from the machine's memory and cores (cloud-init/postgres.ts). */
export interface PostgresSettings {
  readonly sharedBuffersMb: number;
  readonly effectiveCacheSizeMb: number;
  readonly maintenanceWorkMemMb: number;
  readonly workMemMb: number;
  readonly maxWorkerProcesses: number;
  readonly maxParallelWorkersPerGather: number;
  readonly maxWalSizeGb: number;
}

/** A job of Prometheus: its name and the addresses that it scrapes. */
export interface ScrapeValues {
  readonly job: string;
  /** Regular expression of the metrics that are kept. @default all of them */
  readonly keep?: string;
  readonly targets: readonly { readonly address: string; readonly port: number; readonly machine: string }[];
  /** Names, for example `app-1/bingo-1`, that replace the addresses of instances in the label `upstream`. */
  readonly renames: readonly { readonly address: string; readonly port: number; readonly name: string }[];
}

/** Where alerts are sent: webhook or e-mail. The secret part is delivered over SSH. */
export interface AlertValues {
  readonly webhook: boolean;
  readonly email: {
    readonly to: string;
    readonly from: string;
    /** `host:port` */
    readonly server: string;
    readonly user: string;
  } | null;
}

/** The certificate authority that the edge itself asks for a certificate (RFC 8555). */
export interface AcmeValues {
  /** Address of the account. */
  readonly email: string;
  /** URL of the authority's directory. */
  readonly directory: string;
}

export interface EdgeValues extends MachineValues {
  /** Public name of the service, for example `bingo.example.org`. */
  readonly domain: string;
  /** All instances. `first`: the first of its node, which gets the requests for whole lists. */
  readonly upstreams: readonly { readonly address: string; readonly port: number; readonly first: boolean }[];
  /** Whose node exporter tells when PostgreSQL last died. */
  readonly databaseAddress: string;
  readonly cores: number;
  readonly scrapes: readonly ScrapeValues[];
  readonly retentionDays: number;
  readonly retentionGb: number;
  readonly scrapeIntervalSeconds: number;
  /** null: it shows the certificate that is delivered. */
  readonly acme: AcmeValues | null;
  /** null: alerts are sent nowhere, and there is no Alertmanager. */
  readonly alerts: AlertValues | null;
}

export interface RoleValues {
  readonly "app-node": AppNodeValues;
  readonly database: DatabaseValues;
  readonly edge: EdgeValues;
}

export type Role = keyof RoleValues;
export const ROLES = ["app-node", "database", "edge"] as const satisfies readonly Role[];
