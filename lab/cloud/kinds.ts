// The resources as the API shows them. Names of fields are those of the API.

interface Timestamp {
  readonly seconds: number;
  readonly nanos: number;
}

/** What every resource has. */
export interface Resource {
  readonly id: string;
  readonly folder_id: string;
  readonly created_at: Timestamp;
  readonly name: string;
  readonly description: string;
  readonly labels: Readonly<Record<string, string>>;
}

export interface Network extends Resource {
  readonly default_security_group_id: string;
}

export interface Subnet extends Resource {
  readonly network_id: string;
  readonly zone_id: string;
  readonly v4_cidr_blocks: readonly string[];
  readonly route_table_id: string;
}

export interface Gateway extends Resource {
  readonly shared_egress_gateway: Readonly<Record<string, never>>;
}

export interface StaticRoute {
  readonly destination_prefix: string;
  readonly gateway_id: string;
}

export interface RouteTable extends Resource {
  readonly network_id: string;
  readonly static_routes: readonly StaticRoute[];
}

export interface Address extends Resource {
  readonly external_ipv4_address: { readonly address: string; readonly zone_id: string };
  readonly deletion_protection: boolean;
  readonly reserved: boolean;
  readonly used: boolean;
  readonly type: "EXTERNAL";
  readonly ip_version: "IPV4";
}

export interface SecurityGroupRule {
  readonly id: string;
  readonly description: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly direction: "INGRESS" | "EGRESS";
  readonly protocol_name: "TCP" | "UDP" | "ICMP" | "ANY";
  readonly protocol_number: number;
  /** None: all ports. */
  readonly ports?: { readonly from_port: number; readonly to_port: number };
  readonly cidr_blocks: { readonly v4_cidr_blocks: readonly string[] };
}

export interface SecurityGroup extends Resource {
  readonly network_id: string;
  readonly status: "ACTIVE";
  readonly rules: readonly SecurityGroupRule[];
}

export interface DnsZone extends Resource {
  readonly zone: string;
  readonly private_visibility?: { readonly network_ids: readonly string[] };
  readonly deletion_protection: boolean;
}

/** A record set: the API has no id for it. */
export interface RecordSet {
  readonly id: string;
  readonly dns_zone_id: string;
  /** Fully qualified, with a dot at its end. */
  readonly name: string;
  readonly type: string;
  readonly ttl: number;
  readonly data: readonly string[];
  readonly description: string;
}

export interface Disk extends Resource {
  readonly type_id: string;
  readonly zone_id: string;
  /** Bytes. */
  readonly size: number;
  readonly block_size: number;
  readonly status: "READY";
  readonly source_image_id?: string;
  readonly disk_placement_policy: Readonly<Record<string, never>>;
  readonly hardware_generation: { readonly legacy_features: { readonly pci_topology: string } };
}

export interface PlacementGroup extends Resource {
  readonly spread_placement_strategy: Readonly<Record<string, never>>;
}

export interface SnapshotSchedule extends Resource {
  readonly status: "ACTIVE" | "INACTIVE";
  readonly schedule_policy: object;
  readonly snapshot_spec: object;
  readonly snapshot_count?: number;
  readonly retention_period?: Timestamp;
  /** Not part of the API's resource: it lists the disks by a call of their own. */
  readonly disk_ids: readonly string[];
}

export interface AttachedDisk {
  readonly disk_id: string;
  readonly device_name: string;
  readonly mode: "READ_WRITE";
  readonly auto_delete: boolean;
}

export interface NetworkInterface {
  readonly index: string;
  readonly mac_address: string;
  readonly subnet_id: string;
  readonly primary_v4_address: {
    readonly address: string;
    readonly one_to_one_nat?: { readonly address: string; readonly ip_version: "IPV4" };
  };
  readonly security_group_ids: readonly string[];
}

export interface Instance extends Resource {
  readonly zone_id: string;
  readonly platform_id: string;
  /** Memory in bytes. */
  readonly resources: { readonly cores: number; readonly memory: number; readonly core_fraction: number };
  readonly status: "PROVISIONING" | "RUNNING" | "STOPPED" | "CRASHED" | "DELETING";
  readonly metadata: Readonly<Record<string, string>>;
  readonly metadata_options: Readonly<Record<string, string>>;
  readonly boot_disk: AttachedDisk;
  readonly secondary_disks: readonly AttachedDisk[];
  readonly network_interfaces: readonly [NetworkInterface];
  readonly fqdn: string;
  readonly scheduling_policy: { readonly preemptible: boolean };
  readonly network_settings: { readonly type: string };
  readonly placement_policy: { readonly placement_group_id: string };
  readonly hardware_generation: Disk["hardware_generation"];
}

/** Kinds of resources, named as Terraform's types without `yandex_`. */
export interface Kinds {
  readonly vpc_network: Network;
  readonly vpc_subnet: Subnet;
  readonly vpc_gateway: Gateway;
  readonly vpc_route_table: RouteTable;
  readonly vpc_address: Address;
  readonly vpc_security_group: SecurityGroup;
  readonly dns_zone: DnsZone;
  readonly dns_recordset: RecordSet;
  readonly compute_disk: Disk;
  readonly compute_placement_group: PlacementGroup;
  readonly compute_snapshot_schedule: SnapshotSchedule;
  readonly compute_instance: Instance;
}

export type Kind = keyof Kinds;
