import { z } from "zod";
import { common, naming, one, only } from "./fields";

// The requests about machines: what of them the lab supports.

export const byId = z.strictObject({ instance_id: z.string() });

const nat = z.strictObject({ address: z.string().default(""), ip_version: only("IPV4").default("IPV4") });

export const address = z.strictObject({ address: z.string().default(""), one_to_one_nat_spec: nat.optional() });

const GROUPS = { error: () => "expected at least one: the lab has no default security group" };
const groups = z.array(z.string(), GROUPS).min(1, GROUPS);

export const resources = z.strictObject({
  cores: z.int().default(0),
  /** Bytes. */
  memory: z.int().default(0),
  core_fraction: z.int().default(100),
});

const options = z.partialRecord(
  z.enum([
    "gce_http_endpoint",
    "gce_http_token",
    "aws_v1_http_endpoint",
    "aws_v1_http_token",
    "aws_v2_http_endpoint",
    "aws_v2_http_token",
  ]),
  z.string(),
);

const changeable = {
  ...naming,
  metadata: z.record(z.string(), z.string()).default({}),
  metadata_options: options.default({}),
  scheduling_policy: z.strictObject({ preemptible: z.boolean().default(false) }).default({ preemptible: false }),
  placement_policy: z.strictObject({ placement_group_id: z.string().default("") }).default({ placement_group_id: "" }),
  // Without effect here.
  network_settings: z.strictObject({ type: only("STANDARD").default("STANDARD") }).default({ type: "STANDARD" }),
};

const attached = {
  device_name: z.string().default(""),
  mode: only("READ_WRITE").default("READ_WRITE"),
  auto_delete: z.boolean().default(false),
};

/** A disk that exists. */
export const secondaryDisk = z.strictObject({ ...attached, disk_id: z.string() });

export const create = z.strictObject({
  ...common,
  ...changeable,
  zone_id: z.string(),
  platform_id: z.string(),
  hostname: z.string().default(""),
  resources_spec: resources,
  boot_disk_spec: z.strictObject({
    ...attached,
    disk_spec: z.strictObject(
      {
        name: z.string().default(""),
        description: z.string().default(""),
        type_id: z.string().default("network-hdd"),
        size: z.int(),
        block_size: z.int().default(4096),
        image_id: z.string({ error: () => "expected an image: the lab makes the disks of machines from its own" }),
      },
      { error: () => "expected a disk to be made: the lab makes the disks of machines from its image" },
    ),
  }),
  secondary_disk_specs: z.array(secondaryDisk).default([]),
  network_interface_specs: one(
    z.strictObject({
      index: z.string().optional(),
      subnet_id: z.string(),
      primary_v4_address_spec: address,
      security_group_ids: groups,
    }),
  ),
});

export const update = {
  ...changeable,
  platform_id: z.string().default(""),
  resources_spec: resources.default({ cores: 0, memory: 0, core_fraction: 100 }),
};

export type CreateInstance = z.output<typeof create>;
export type UpdateInstance = z.output<z.ZodObject<typeof update>>;
