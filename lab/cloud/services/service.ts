import type { z } from "zod";
import type { JsonObject } from "../../../config/json";
import type { Substrate } from "../../substrate";
import { Refusal } from "../refusal";
import type { Store } from "../store";
import type { Limits } from "../limits";

/** What the services of the cloud share. */
export interface Room {
  readonly store: Store;
  readonly substrate: Substrate;
  readonly limits: Limits;
  /** The network that public addresses are taken from: IPv4 CIDR, a /24. */
  readonly internet: string;
}

/** A method that answers at once. */
export type Question = (request: JsonObject) => object | Promise<object>;

/** A change, checked and ready to begin. */
export interface Begun {
  /** Of the operation: it names the resource. */
  readonly metadata: object;
  /** Carries the change out. @returns the resource; nothing after a deletion */
  readonly work: () => Promise<object | undefined> | object | undefined;
}

/** A method that begins an operation. @throws Refusal when the cloud refuses the change at once */
export type Change = (request: JsonObject) => Begun;

/** A service of the API, with the methods that the lab has. */
export interface Service {
  /** Without `yandex.cloud.`. */
  readonly name: string;
  readonly questions?: Readonly<Record<string, Question>>;
  readonly changes?: Readonly<Record<string, Change>>;
}

/**
 * Makes a method of its arguments. It refuses every field that it does not know: to ignore one would report a success
 * that is none.
 */
export function taking<Schema extends z.ZodType, Result>(
  schema: Schema,
  act: (args: z.output<Schema>) => Result,
): (request: JsonObject) => Result {
  return (request) => {
    const read = schema.safeParse(request);
    if (read.success) return act(read.data);
    throw new Refusal(read.error.issues.map(sentence).join("; "));
  };
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
