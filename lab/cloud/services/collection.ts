import type { z } from "zod";
import { z as zod } from "zod";
import type { Disk, Kind, Kinds } from "../kinds";
import { called, listing, mask, masked, refuseInUse, refuseNamesake } from "./fields";
import type { JsonObject } from "../../../config/json";
import type { Amounts } from "../limits";
import { Refusal } from "../refusal";
import { titleOf } from "../store";
import { type Begun, type Change, type Question, type Room, taking } from "./service";

/** Kinds that have names; record sets have none. */
export type NamedKind = Exclude<Kind, "dns_recordset">;

/** What is special about the resources of a service. All else is the same for all. */
export interface Collection<K extends NamedKind, Create extends z.ZodType, Fields extends Readonly<z.ZodRawShape>> {
  readonly kind: K;
  /** The request's field with the id, for example `network_id`. */
  readonly idField: string;
  /** The answer's field with all resources, for example `networks`. */
  readonly listField: string;
  readonly create: Create;
  /** Fields that an update may change. */
  readonly update: Fields;
  /** Makes a resource. @throws Refusal */
  make(args: z.output<Create>): Kinds[K];
  /** Disks that are made with a resource. Removing it removes them. @default none */
  disks?(args: z.output<Create>, resource: Kinds[K]): readonly Disk[];
  /** Carries changed fields over. @default each replaces the one of its name */
  change?(resource: Kinds[K], fields: Partial<z.output<z.ZodObject<Fields>>>): Kinds[K];
  /** What a new resource takes of quotas. One whose size counts requires room in its own check. @default nothing */
  readonly takes?: Amounts;
  /** Checks what the cloud would check. @throws Refusal */
  check?(resource: Kinds[K], before: Kinds[K] | undefined): void;
  /** Brings the substrate in line with a resource. It may be told the same twice. @default it has no part there */
  apply?(resource: Kinds[K], before: Kinds[K] | undefined): Promise<void>;
  /** What a resource becomes when it is made. @default nothing changes */
  ready?(resource: Kinds[K]): Kinds[K];
  /** Removes a resource from the substrate, and what goes with it. @default it has no part there */
  remove?(resource: Kinds[K]): Promise<void>;
  /** Kinds of which one that refers to the resource keeps it from being deleted. @default none */
  readonly users?: readonly Kind[];
  /** What changes by itself. @default nothing */
  show?(resource: Kinds[K], request: { readonly view?: unknown }): object | Promise<object>;
}

/** The methods Get, List, Create, Update and Delete of a service. */
export function methods<K extends NamedKind, Create extends z.ZodType, Fields extends Readonly<z.ZodRawShape>>(
  { store, limits }: Room,
  collection: Collection<K, Create, Fields>,
): { readonly questions: Readonly<Record<string, Question>>; readonly changes: Readonly<Record<string, Change>> } {
  const { kind, idField, listField } = collection;
  const idOf = (request: JsonObject): string => request[idField] as string;
  const show = (resource: Kinds[K], request: { readonly view?: unknown }): object | Promise<object> =>
    collection.show?.(resource, request) ?? resource;
  const updating = zod.strictObject({ [idField]: zod.string(), update_mask: mask, ...collection.update });

  return {
    questions: {
      Get: (request) => show(store.get(kind, idOf(request)), request),
      List: listing(store, kind, listField),
    },
    changes: {
      Create: taking(collection.create, (args): Begun => {
        const resource = collection.make(args);
        refuseNamesake(store, kind, resource);
        limits.require(collection.takes ?? {});
        collection.check?.(resource, undefined);
        const disks = collection.disks?.(args, resource) ?? [];
        return { metadata: { [idField]: resource.id }, work: () => create(resource, disks) };
      }),
      Update: taking(updating, (request): Begun => {
        const { [idField]: id, update_mask, ...fields } = request as Record<string, unknown>;
        const { paths } = update_mask as { readonly paths: readonly string[] };
        const changed = masked(paths, fields) as Partial<z.output<z.ZodObject<Fields>>>;
        const next = (): Kinds[K] => {
          const before = store.get(kind, String(id));
          return collection.change?.(before, changed) ?? { ...before, ...changed };
        };
        refuseNamesake(store, kind, next());
        collection.check?.(next(), store.get(kind, String(id)));
        return { metadata: { [idField]: id }, work: () => update(next()) };
      }),
      Delete: (request): Begun => {
        const resource = store.get(kind, idOf(request));
        if ("deletion_protection" in resource && resource.deletion_protection) {
          const what = `${titleOf(kind)} ${called(resource)}`;
          throw new Refusal(`${what} cannot be deleted: its deletion_protection is true`, "FAILED_PRECONDITION");
        }
        refuseInUse(store, resource.id, collection.users ?? []);
        return { metadata: { [idField]: resource.id }, work: () => remove(resource) };
      },
    },
  };

  /** A resource that cannot be made leaves nothing behind. */
  async function create(resource: Kinds[K], disks: readonly Disk[]): Promise<object> {
    // Others may have taken the name, or what it needs, since the call was checked.
    refuseNamesake(store, kind, resource);
    store.put(kind, resource, true);
    for (const disk of disks) store.put("compute_disk", disk);
    try {
      await collection.apply?.(resource, undefined);
    } catch (error) {
      await remove(resource).catch((second: unknown) => {
        console.error(`${kind} ${resource.id} is left half made:`, second);
      });
      throw error;
    }
    const made = collection.ready?.(resource) ?? resource;
    store.put(kind, made);
    return show(made, {});
  }

  async function update(resource: Kinds[K]): Promise<object> {
    const before = store.get(kind, resource.id);
    store.put(kind, resource);
    try {
      await collection.apply?.(resource, before);
    } catch (error) {
      store.put(kind, before);
      throw error;
    }
    return show(resource, {});
  }

  /** If it fails, the resource stays as it was. If the daemon ends meanwhile, the next one deletes it. */
  async function remove(resource: Kinds[K]): Promise<undefined> {
    store.put(kind, resource, true);
    try {
      await collection.remove?.(resource);
    } catch (error) {
      store.put(kind, resource);
      throw error;
    }
    store.delete(resource.id);
  }
}
