import { z } from "zod";
import type { ResourceKind } from "../resource-type";
import { common, one, only } from "./arguments";
import { diskType } from "./disk";

const argumentsOf = z.strictObject({
  ...common,
  zone: z.string().optional(),
  hostname: z.string().optional(),
  platform_id: z.string().optional(),
  allow_stopping_for_update: z.boolean().optional(),
  allow_recreate: only(false).optional(),
  network_acceleration_type: only("standard").optional(),
  metadata: z.record(z.string(), z.string()).default({}),
  resources: one(
    z.strictObject({ cores: z.int().min(1), memory: z.number().min(0.5), core_fraction: only(100).optional() }),
  ),
  // The cloud may stop a preemptible machine at any time, but need not: in the lab `lab crash` does it.
  scheduling_policy: one(z.strictObject({ preemptible: z.boolean().optional() })).optional(),
  placement_policy: one(z.strictObject({ placement_group_id: z.string().optional() })).optional(),
  metadata_options: one(
    z.strictObject({
      gce_http_endpoint: only(0, 1).optional(),
      aws_v1_http_endpoint: only(0, 1).optional(),
      aws_v2_http_endpoint: only(0, 1).optional(),
      // The lab has no service accounts, so there is no token whatever these say.
      gce_http_token: only(0, 1, 2).optional(),
      aws_v1_http_token: only(0, 1, 2).optional(),
      aws_v2_http_token: only(0, 1, 2).optional(),
    }),
  ).optional(),
  boot_disk: one(
    z.strictObject({
      auto_delete: only(true).optional(),
      device_name: z.string().optional(),
      disk_id: z.string().optional(),
      mode: only("READ_WRITE").optional(),
      initialize_params: one(
        z.strictObject({
          image_id: z.string(),
          size: z.int().optional(),
          type: diskType.optional(),
          block_size: only(4096).optional(),
          name: z.string().optional(),
          description: z.string().optional(),
        }),
      ).optional(),
    }),
  ),
  secondary_disk: z
    .array(
      z.strictObject({
        disk_id: z.string(),
        device_name: z.string(),
        auto_delete: only(false).optional(),
        mode: only("READ_WRITE").optional(),
      }),
    )
    .default([]),
  network_interface: one(
    z.strictObject({
      subnet_id: z.string(),
      index: z.int().optional(),
      ip_address: z.string().optional(),
      ipv4: only(true).optional(),
      ipv6: only(false).optional(),
      nat: z.boolean().optional(),
      nat_ip_address: z.string().optional(),
      security_group_ids: z.array(z.string(), {
        error: () => "expected at least one: the lab has no default security group",
      }),
    }),
  ),
});

export type InstanceArguments = z.output<typeof argumentsOf>;

export const INSTANCES: ResourceKind<InstanceArguments> = { type: "yandex_compute_instance", arguments: argumentsOf };
