import type { z } from "zod";
import type { Substrate } from "../substrate";
import type { JsonObject } from "../../config/json";

/** The arguments that every resource has. */
export interface Common {
  readonly name?: string | undefined;
  readonly deletion_protection?: boolean | undefined;
}

/** What identifies a kind of resource: enough to find resources of it, without what the lab does with them. */
export interface ResourceKind<Wanted extends Common> {
  /** Terraform's type, for example `yandex_vpc_subnet`. */
  readonly type: string;
  /** Whatever this does not take is refused: an argument without effect would be a success that is none. */
  readonly arguments: z.ZodType<Wanted>;
}

/** A resource that is there. */
export interface Existing<Wanted> {
  readonly id: string;
  readonly wanted: Wanted;
  readonly state: JsonObject;
}

/** Which resources there are. */
export interface World {
  all<Wanted extends Common>(kind: ResourceKind<Wanted>): readonly Existing<Wanted>[];
  find<Wanted extends Common>(kind: ResourceKind<Wanted>, id: string): Existing<Wanted> | undefined;
}

/** What the provider is configured with. */
export interface ProviderConfig {
  readonly zone: string;
  readonly folderId: string;
}

/** Where a call takes place. */
export interface Situation<Wanted> {
  readonly id: string;
  readonly world: World;
  readonly provider: ProviderConfig;
  readonly substrate: Substrate;
  /** The network that public addresses are taken from: a /24. */
  readonly internet: string;
  /** At an update: what is in force. */
  readonly before?: Wanted;
}

/** That an argument holds the id of another resource: it must exist, and cannot be deleted meanwhile. */
export interface Reference {
  readonly argument: string;
  /** Terraform's type. */
  readonly type: string;
  readonly id: string;
}

/** One kind of resource: what the lab understands of it, and what becomes of it on this machine. */
export interface ResourceType<Wanted extends Common> extends ResourceKind<Wanted> {
  /** For sentences, for example `subnet`. */
  readonly title: string;
  readonly idPrefix: string;
  /** What a create does with a resource of the same name that an interrupted deployment left. @default "adopt" */
  readonly leftover?: "adopt" | "replace";

  /** What may exist once only. @default the name */
  identity?(wanted: Wanted): string | undefined;
  /** Its id where that follows from the arguments. @default a new one */
  id?(wanted: Wanted): string;
  references?(wanted: Wanted, world: World): readonly Reference[];
  /** Refuses what the cloud would refuse. */
  check?(wanted: Wanted, situation: Situation<Wanted>): void;
  /** The values that the cloud decides. Those not named here are empty. */
  decide?(wanted: Wanted, situation: Situation<Wanted>): JsonObject;
  /** Brings the machine room in line, after a create or an update. */
  apply?(wanted: Wanted, situation: Situation<Wanted>): Promise<void>;
  remove?(wanted: Wanted, situation: Situation<Wanted>): Promise<void>;
  /** Attributes that change by themselves; undefined: the resource has vanished. */
  observe?(wanted: Wanted, situation: Situation<Wanted>): Promise<JsonObject | undefined>;
}
