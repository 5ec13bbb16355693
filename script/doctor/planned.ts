import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import { isObject, type Json, type JsonObject } from "../../config/json";
import { PROJECT_ROOT } from "../../config/paths";
import type { Installation } from "../../config/schema";
import { readSynthesized } from "../../review/tree";
import { addStacks } from "../../stacks/installation";

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

/** Synthesizes an installation into a temporary folder: the very JSON that is deployed. */
export function planOf(installation: Installation): Plan {
  const outdir = mkdtempSync(join(tmpdir(), "doctor-"));
  try {
    const app = new App({ outdir });
    addStacks(app, installation);
    app.synth();
    const stacks = [...readSynthesized(outdir, PROJECT_ROOT)];
    const terraform = object(stacks[0]?.[1].settings["terraform"]);
    return {
      resources: stacks.flatMap(([stack, { resources }]) =>
        [...resources]
          .filter(([address]) => !address.startsWith("data."))
          .map(([address, block]) => ({ address: `${stack}/${address}`, type: address.split(".")[0] ?? "", block })),
      ),
      requiredProviders: object(terraform["required_providers"]),
    };
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

function object(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}
