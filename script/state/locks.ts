import { z } from "zod";
import type { Installation } from "../../config/schema";
import { accessKey, StateBucket } from "./bucket";

/** A lock of a stack's state, as the engine has written it beside the state. */
export interface Lock {
  readonly stack: string;
  readonly id: string;
  /** User and machine, for example `ann@laptop`. */
  readonly who: string;
  readonly since: Date;
  /** What it is held for, for example `apply`. */
  readonly operation: string;
}

/** How OpenTofu and Terraform name it, since 1.10. */
const SUFFIX = ".tfstate.tflock";

const lockFile = z.object({
  ID: z.string(),
  Who: z.string(),
  Created: z.iso.datetime({ offset: true }),
  Operation: z.string(),
});

/** All locks that are held, sorted by stack. */
export async function heldLocks(bucket: StateBucket): Promise<readonly Lock[]> {
  const stacks = (await bucket.names())
    .filter((name) => name.endsWith(SUFFIX))
    .map((name) => name.slice(0, -SUFFIX.length));
  const locks = await Promise.all(stacks.sort().map((stack) => lockOf(bucket, stack)));
  // One may have ended since the list was made.
  return locks.filter((lock) => lock !== undefined);
}

/** The lock of a stack; undefined: it is not locked. @throws when the object is not what an engine writes */
export async function lockOf(bucket: StateBucket, stack: string): Promise<Lock | undefined> {
  const text = await bucket.read(`${stack}${SUFFIX}`);
  if (text === undefined) return undefined;
  const { success, data } = lockFile.safeParse(jsonOf(text));
  if (!success) throw new Error(`${bucket.place}/${stack}${SUFFIX}: expected a lock of the engine, found ${text}`);
  return {
    stack,
    id: data.ID,
    who: data.Who,
    since: new Date(data.Created),
    operation: data.Operation.replace(/^OperationType/, "").toLowerCase(),
  };
}

/** Says what `saysLocked` says, where locks are held; undefined: none is, or nobody can be asked. */
export async function heldLocksOf({ state }: Installation, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const key = accessKey(env);
  if ("local" in state || key === undefined) return undefined;
  const asking = async () => heldLocks(new StateBucket(state.objectStorage, key, env));
  const locks = await asking().catch(() => []);
  return locks.length > 0 ? saysLocked(locks, env) : undefined;
}

/** Lifts a lock, if it is still the same one. @throws when it is another one by now, or none */
export async function lift(bucket: StateBucket, { stack, id }: Lock): Promise<void> {
  const now = await lockOf(bucket, stack);
  if (now?.id !== id) {
    throw new Error(`nothing was lifted: ${now ? saysWho(now) : `the lock of ${stack} has ended by itself`}`);
  }
  const { status, body } = await bucket.remove(`${stack}${SUFFIX}`);
  if (status >= 300)
    throw new Error(`${bucket.place}/${stack}${SUFFIX}: it cannot be removed: status ${status}: ${body}`);
}

/** Says who holds a lock, and since when. */
export function saysWho({ stack, who, since, operation }: Lock): string {
  return `the state of ${stack} is locked: ${who} has held it for ${operation} since ${since.toISOString()}`;
}

/** Says who holds locks, and what to type when a deployment has left them behind. */
export function saysLocked(locks: readonly Lock[], env: NodeJS.ProcessEnv): string {
  const config = env["INSTALLATION"] ? `INSTALLATION=${env["INSTALLATION"]} ` : "";
  return [
    ...locks.map(saysWho),
    "Wait until that has ended. If it was killed, and nothing of it runs any more, lift what it has left:",
    ...locks.map(({ stack }) => `    ${config}npm run unlock -- ${stack}`),
  ].join("\n");
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
