import { blockOf, type JsonObject } from "../../config/json";
import type { Installation } from "../../config/schema";
import { synthesized } from "../synthesized";

/** A resource that a deployment would create, or has created. */
export interface Planned {
  /** With its stack, for example `network/yandex_vpc_network.network`. */
  readonly address: string;
  readonly type: string;
  readonly block: JsonObject;
}

/** What the engine is given. */
export interface Plan {
  readonly resources: readonly Planned[];
  /** The block `required_providers`, which all stacks have in common. */
  readonly requiredProviders: JsonObject;
}

/** Gives what the engine would be given for an installation. */
export function planOf(installation: Installation): Plan {
  const stacks = [...synthesized(installation)];
  const terraform = blockOf(stacks[0]?.[1].settings["terraform"]);
  return {
    resources: stacks.flatMap(([stack, { resources }]) =>
      [...resources]
        .filter(([address]) => !address.startsWith("data."))
        .map(([address, block]) => ({ address: `${stack}/${address}`, type: address.split(".")[0] ?? "", block })),
    ),
    requiredProviders: blockOf(terraform["required_providers"]),
  };
}
