import type { z } from "zod";
import type { Substrate } from "../substrate";
import type { JsonObject } from "../../config/json";

/** The arguments that every resource has. */
export interface Common {
  readonly name?: string | undefined;
  readonly deletion_protection?: boolean | undefined;
}

/** A type's name and its arguments: enough to find the resources of the type. */
export interface ResourceKind<Args extends Common> {
  /** Terraform's type, for example `yandex_vpc_subnet`. */
  readonly type: string;
  /** Must refuse every argument that the lab does not support: to ignore one would report a success that is none. */
  readonly arguments: z.ZodType<Args>;
}

/** A resource that exists. */
export interface Existing<Args> {
  readonly id: string;
  readonly args: Args;
  readonly state: JsonObject;
}

/** Finds resources that exist. */
export interface Resources {
  all<Args extends Common>(kind: ResourceKind<Args>): readonly Existing<Args>[];
  find<Args extends Common>(kind: ResourceKind<Args>, id: string): Existing<Args> | undefined;
}

/** The provider's configuration. */
export interface ProviderConfig {
  readonly zone: string;
  readonly folderId: string;
}

/** What a call on a resource may use. */
export interface Context<Args> {
  readonly id: string;
  readonly resources: Resources;
  readonly provider: ProviderConfig;
  readonly substrate: Substrate;
  /** The network that public addresses are taken from: IPv4 CIDR, a /24. */
  readonly internet: string;
  /** The arguments before an update. @default the resource is new */
  readonly before?: Args;
}

/** An argument that holds the id of another resource. That one must exist, and cannot be deleted meanwhile. */
export interface ResourceReference {
  readonly argument: string;
  /** Terraform's type. */
  readonly type: string;
  readonly id: string;
}

/**
 * A type of resource: its arguments, and what they become on the substrate.
 *
 * @example see types/disk.ts
 */
export interface ResourceType<Args extends Common> extends ResourceKind<Args> {
  /** The type's name in messages, for example `subnet`. */
  readonly title: string;
  readonly idPrefix: string;
  /** What a create does with a resource of the same identity that an interrupted deployment left. @default "adopt" */
  readonly leftover?: "adopt" | "replace";

  /** Returns what at most one resource may have; undefined for no such limit. @default the name */
  identity?(args: Args): string | undefined;
  /** Derives the id from the arguments. @default a new random id */
  id?(args: Args): string;
  /** Lists the resources that the arguments refer to. @default none */
  references?(args: Args, resources: Resources): readonly ResourceReference[];
  /** Checks what the cloud would check. @throws Refusal */
  check?(args: Args, context: Context<Args>): void;
  /** Computes the values that the arguments leave open. Those not returned are empty. @default none */
  computed?(args: Args, context: Context<Args>): JsonObject;
  /** Brings the substrate in line with the resource after a create or an update. @default it has no part there */
  sync?(args: Args, context: Context<Args>): Promise<void>;
  /** Removes the resource from the substrate. @default it has no part there */
  delete?(args: Args, context: Context<Args>): Promise<void>;
  /** Reads attributes that change by themselves; undefined when the resource has vanished. @default none */
  refresh?(args: Args, context: Context<Args>): Promise<JsonObject | undefined>;
}
