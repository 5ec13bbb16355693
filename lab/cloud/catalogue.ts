import type { z } from "zod";
import { requested } from "./attributes";
import type { JsonObject } from "../../config/json";
import { Refusal } from "./refusal";
import type { Common, ResourceType } from "./resource-type";
import { type Block, providerBlocks } from "./schema";
import { RESOURCE_TYPES } from "./types/all";

/** What the cloud could have: types of resources, with the provider's schema of each. */
export class Catalogue {
  private readonly blocks = providerBlocks();

  /** @throws Refusal for what the lab does not know. */
  type(name: string): ResourceType<Common> {
    const type = RESOURCE_TYPES.find(({ type }) => type === name);
    if (!type) throw unknownType(name);
    return type;
  }

  /** @param name of a resource type; `data.NAME` for a data source. */
  block(name: string): Block {
    const block = this.blocks[name];
    if (!block) throw unknownType(name);
    return block;
  }

  /** The arguments among the attributes. @throws Refusal that names what the lab does not take. */
  parse(type: ResourceType<Common>, attributes: JsonObject): Common {
    const result = type.arguments.safeParse(requested(this.block(type.type), attributes));
    if (result.success) return result.data;
    throw new Refusal(`${type.type} ${result.error.issues.map(sentence).join("; ")}`);
  }
}

/** What may exist once only; undefined: any number of them. */
export function identityOf(type: ResourceType<Common>, args: Common): string | undefined {
  return type.identity ? type.identity(args) : args.name;
}

export function unknownType(name: string): Refusal {
  return new Refusal(`the lab does not know ${name}; it has ${RESOURCE_TYPES.map(({ type }) => type).join(", ")}`, 404);
}

/** One of zod's findings in the words of the lab. */
function sentence(issue: z.core.$ZodIssue): string {
  const path = issue.path.join(".");
  if (issue.code === "unrecognized_keys") {
    const names = issue.keys.map((key) => (path ? `${path}.${key}` : key));
    return `${names.join(", ")}: the lab does not support this, expected nothing`;
  }
  return `${path}: ${issue.message}`;
}
