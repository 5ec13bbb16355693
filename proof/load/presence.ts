import type { Answer } from "./request";

/** The bodies with which a service may say that there is no such row, besides status 404. What bingo says is not known. */
const NOTHING: readonly string[] = ["", "null", "[]", "{}"];

/**
 * Tells whether the answer to a request for one row has the row. False: 404, or an empty body, `null`, `[]` or `{}`.
 *
 * @returns undefined when the answer says neither: an error
 */
export function hasRow({ status, body, error }: Answer): boolean | undefined {
  if (error !== undefined) return undefined;
  if (status === 404 || status === 204) return false;
  if (status !== 200) return undefined;
  return !NOTHING.includes(body.toString("utf8").replace(/\s/g, ""));
}
