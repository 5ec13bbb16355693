import { z } from "zod";
import { parseNetwork } from "../../../config/schema/ipv4";
import type { ResourceReference } from "../resource-type";

/** Arguments of almost every resource. */
export const common = {
  id: z.string().optional(),
  name: z.string().optional(),
  description: z.string().optional(),
  folder_id: z.string().optional(),
  labels: z.record(z.string(), z.string()).optional(),
  /** For the engine itself, without effect here: nothing takes long. */
  timeouts: z.record(z.string(), z.string()).optional(),
};

/** An argument of which the lab supports some values only. */
export function only<const Values extends readonly (string | number | boolean)[]>(...values: Values) {
  return z.literal(values, {
    error: ({ input }) => `expected ${values.join(" or ")}, found ${JSON.stringify(input)}; the lab has nothing else`,
  });
}

export const cidr = z.string().refine((text) => parseNetwork(text)?.text === text, {
  error: ({ input }) => `expected an IPv4 network that is written by its first address, found ${JSON.stringify(input)}`,
});

/** A list of exactly one element. */
export function one<T extends z.ZodType>(element: T) {
  return z.tuple([element], { error: ({ input }) => `expected one, found ${Array.isArray(input) ? input.length : 0}` });
}

/** References that an argument holds to resources of a type. An id that is not given is none. */
export function references(
  argument: string,
  type: string,
  ...ids: readonly (string | undefined)[]
): readonly ResourceReference[] {
  return ids.flatMap((id) => (id === undefined ? [] : [{ argument, type, id }]));
}
