import { z } from "zod";
import { parseNetwork } from "../../../config/schema/ipv4";
import { timestamp } from "../api/messages";
import { newId } from "../ids";
import type { Kind, Kinds, Resource } from "../kinds";
import { Refusal } from "../refusal";
import { type Store, titleOf } from "../store";
import type { Question } from "./service";

/** Fields of almost every resource. One that is empty is not sent. */
export const naming = {
  name: z.string().default(""),
  description: z.string().default(""),
  labels: z.record(z.string(), z.string()).default({}),
};

export const common = { folder_id: z.string(), ...naming };

/** Names of the fields that an update changes. */
export const mask = z.strictObject({ paths: z.array(z.string()).default([]) }).default({ paths: [] });

/** A field of which the lab supports some values only. */
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

/** What is asked for of every new resource. */
export type Named = Pick<Resource, "folder_id" | "name" | "description" | "labels">;

/** Makes what every new resource has. */
export function fresh(prefix: string, { folder_id, name, description, labels }: Named): Resource {
  const now = Math.floor(Date.now() / 1000) * 1000;
  return { id: newId(prefix), folder_id, created_at: timestamp(now), name, description, labels };
}

/**
 * Returns the fields that an update changes.
 *
 * @param paths of the mask; empty: all of them are meant
 * @param fields that can be changed, each with its new value
 * @throws Refusal when the mask names another one
 */
export function masked<Fields extends object>(paths: readonly string[], fields: Fields): Partial<Fields> {
  const known = Object.entries(fields) as [string, unknown][];
  const names = new Set(paths.map((path) => path.split(".")[0] ?? path));
  const strange = [...names].filter((name) => !known.some(([field]) => field === name));
  if (strange.length > 0) {
    const expected = known.map(([field]) => field).join(", ");
    throw new Refusal(`update_mask: expected some of ${expected}, found ${strange.join(", ")}`);
  }
  const kept = known.filter(([field]) => names.size === 0 || names.has(field));
  return Object.fromEntries(kept) as Partial<Fields>;
}

/** Refuses a name that another resource of the kind has: it must be unique in a folder. */
export function refuseNamesake(
  store: Store,
  kind: Exclude<Kind, "dns_recordset">,
  { folder_id, name, id }: { readonly folder_id: string; readonly name: string; readonly id?: string },
): void {
  const all = store.all(kind) as readonly Resource[];
  const other = all.find((other) => name !== "" && other.name === name && other.folder_id === folder_id);
  if (other && other.id !== id) {
    throw new Refusal(`${titleOf(kind)} ${name} already exists: ${other.id}`, "ALREADY_EXISTS");
  }
}

/** Refuses to delete what others refer to. */
export function refuseInUse(store: Store, id: string, kinds: readonly Kind[]): void {
  const [user] = store.entries().filter(({ kind, message }) => kinds.includes(kind) && refersTo(message, id));
  if (!user) return;
  const { kind, message } = user;
  const { kind: own, message: used } = store.entries().find(({ message }) => message.id === id) ?? {};
  const what = own && used ? `${titleOf(own)} ${called(used)}` : id;
  throw new Refusal(`${what} cannot be deleted: ${titleOf(kind)} ${called(message)} uses it`, "FAILED_PRECONDITION");
}

function refersTo(message: Kinds[Kind], id: string): boolean {
  const { id: own, ...rest } = message;
  return own !== id && JSON.stringify(rest).includes(JSON.stringify(id));
}

export function called({ id, name }: { readonly id: string; readonly name: string }): string {
  return name ? `${name} (${id})` : id;
}

/** Answers with all resources of a kind. The lab has one folder, and few enough for one page. */
export function listing(store: Store, kind: Kind, field: string): Question {
  return () => ({ [field]: store.all(kind) });
}
