import type { z } from "zod";
import type { Substrate } from "../substrate";
import type { JsonObject } from "../../config/json";

/** The arguments that every resource has. */
export interface Common {
  readonly name?: string | undefined;
  readonly deletion_protection?: boolean | undefined;
}

/** What identifies a kind of resource: enough to find resources of it, without what the lab does with them. */
export interface ResourceKind<Args extends Common> {
  /** Terraform's type, for example `yandex_vpc_subnet`. */
  readonly type: string;
  /** Whatever this does not take is refused: an argument without effect would be a success that is none. */
  readonly arguments: z.ZodType<Args>;
}

/** A resource that is there. */
export interface Existing<Args> {
  readonly id: string;
  readonly args: Args;
  readonly state: JsonObject;
}

/** Which resources there are. */
export interface Resources {
  all<Args extends Common>(kind: ResourceKind<Args>): readonly Existing<Args>[];
  find<Args extends Common>(kind: ResourceKind<Args>, id: string): Existing<Args> | undefined;
}

/** What the provider is configured with. */
export interface ProviderConfig {
  readonly zone: string;
  readonly folderId: string;
}

/** Where a call takes place. */
export interface Context<Args> {
  readonly id: string;
  readonly resources: Resources;
  readonly provider: ProviderConfig;
  readonly substrate: Substrate;
  /** The network that public addresses are taken from: a /24. */
  readonly internet: string;
  /** At an update: what is in force. */
  readonly before?: Args;
}

/** That an argument holds the id of another resource: it must exist, and cannot be deleted meanwhile. */
export interface Reference {
  readonly argument: string;
  /** Terraform's type. */
  readonly type: string;
  readonly id: string;
}

/** One kind of resource: what the lab understands of it, and what becomes of it on this machine. */
export interface ResourceType<Args extends Common> extends ResourceKind<Args> {
  /** For sentences, for example `subnet`. */
  readonly title: string;
  readonly idPrefix: string;
  /** What a create does with a resource of the same name that an interrupted deployment left. @default "adopt" */
  readonly leftover?: "adopt" | "replace";

  /** What may exist once only. @default the name */
  identity?(args: Args): string | undefined;
  /** Its id where that follows from the arguments. @default a new one */
  id?(args: Args): string;
  references?(args: Args, resources: Resources): readonly Reference[];
  /** Refuses what the cloud would refuse. */
  check?(args: Args, context: Context<Args>): void;
  /** The values that the cloud decides. Those not named here are empty. */
  computed?(args: Args, context: Context<Args>): JsonObject;
  /** Brings the machine room in line, after a create or an update. */
  sync?(args: Args, context: Context<Args>): Promise<void>;
  delete?(args: Args, context: Context<Args>): Promise<void>;
  /** Attributes that change by themselves; undefined: the resource has vanished. */
  refresh?(args: Args, context: Context<Args>): Promise<JsonObject | undefined>;
}
