import type { JsonObject } from "../../config/json";

/** A call of the API, as `lab cloud calls` shows it. */
export interface Call {
  /** Unix time in milliseconds. */
  readonly at: number;
  /** Service and method, for example `InstanceService/Create`. */
  readonly call: string;
  /** The name or the ids in the request, and the fields that an update changes. */
  readonly about: string;
  /** `OK`, or a code of gRPC. Of a change it says whether it could begin. */
  readonly answer: string;
}

/** Whether a call changes nothing. */
export function onlyLooks({ call }: Call): boolean {
  return /\/(Get|List)/.test(call);
}

const KEPT = 5000;

/** The last calls of the API. */
export class Calls {
  private readonly list: Call[] = [];

  note(call: Call): void {
    this.list.push(call);
    if (this.list.length > KEPT) this.list.shift();
  }

  all(): readonly Call[] {
    return this.list;
  }

  clear(): void {
    this.list.length = 0;
  }
}

/** Says in short what a request is about. */
export function about(request: JsonObject): string {
  const named = Object.entries(request).filter(
    ([field, value]) => typeof value === "string" && value !== "" && (field === "name" || field === "family"),
  );
  const ids = Object.entries(request).filter(
    ([field, value]) => field.endsWith("_id") && field !== "folder_id" && typeof value === "string" && value !== "",
  );
  const words = (named.length > 0 ? named : ids).map(([, value]) => value as string);
  const { paths } = (request["update_mask"] ?? {}) as { readonly paths?: readonly string[] };
  return [...words, ...(paths ? [`(${paths.join(", ")})`] : [])].join(" ");
}
