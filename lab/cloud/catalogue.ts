import type { z } from "zod";
import { requested } from "./attributes";
import type { JsonObject } from "../../config/json";
import { Refusal } from "./refusal";
import type { Common, ResourceType } from "./resource-type";
import { type Block, providerBlocks } from "./schema";
import { RESOURCE_TYPES } from "./types/all";

/** All types of resources that the lab supports, with the provider's schema of each. */
export class Catalogue {
  private readonly blocks = providerBlocks();

  /** @throws Refusal when the lab does not support the type. */
  type(name: string): ResourceType<Common> {
    const type = RESOURCE_TYPES.find(({ type }) => type === name);
    if (!type) throw unknownType(name);
    return type;
  }

  /**
   * @param name a resource type, or `data.TYPE` for a data source
   * @throws Refusal when the provider has no such type.
   */
  block(name: string): Block {
    const block = this.blocks[name];
    if (!block) throw unknownType(name);
    return block;
  }

  /** Parses the arguments among the attributes. @throws Refusal that names the arguments which the lab does not support. */
  parse(type: ResourceType<Common>, attributes: JsonObject): Common {
    const result = type.arguments.safeParse(requested(this.block(type.type), attributes));
    if (result.success) return result.data;
    throw new Refusal(`${type.type} ${result.error.issues.map(sentence).join("; ")}`);
  }
}

/** Returns what at most one resource of the type may have; undefined when there may be any number of equal ones. */
export function identityOf(type: ResourceType<Common>, args: Common): string | undefined {
  return type.identity ? type.identity(args) : args.name;
}

export function unknownType(name: string): Refusal {
  return new Refusal(`the lab does not know ${name}; it has ${RESOURCE_TYPES.map(({ type }) => type).join(", ")}`, 404);
}

/** Writes one of zod's issues as the lab's sentence. */
function sentence(issue: z.core.$ZodIssue): string {
  const path = issue.path.join(".");
  if (issue.code === "unrecognized_keys") {
    const names = issue.keys.map((key) => (path ? `${path}.${key}` : key));
    return `${names.join(", ")}: the lab does not support this, expected nothing`;
  }
  return `${path}: ${issue.message}`;
}
