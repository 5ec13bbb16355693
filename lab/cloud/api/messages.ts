import protobuf from "protobufjs";
import type { JsonObject } from "../../../config/json";
import description from "./api.json";

/** The API of Yandex Cloud that the lab speaks; see lab/yandex/api, which writes its description. */
const ROOT = protobuf.Root.fromJSON(description as protobuf.INamespace).resolveAll();

/** google.protobuf.Any. */
export interface Any {
  readonly type_url: string;
  readonly value: Uint8Array;
}

/** A method of the API. */
export interface Method {
  /** As gRPC names it: `/yandex.cloud.vpc.v1.NetworkService/Get`. */
  readonly path: string;
  readonly request: protobuf.Type;
  readonly response: protobuf.Type;
  /** Of a method that starts an operation: what its metadata and its result are. */
  readonly operation?: { readonly metadata: protobuf.Type; readonly result: protobuf.Type };
}

const EMPTY = "google.protobuf.Empty";

/**
 * Finds the methods of a service, by their names.
 *
 * @param service without `yandex.cloud.`, for example `vpc.v1.NetworkService`
 */
export function methodsOf(service: string): ReadonlyMap<string, Method> {
  const full = `yandex.cloud.${service}`;
  return new Map(
    ROOT.lookupService(full).methodsArray.map((method) => {
      const { metadata, response } = (method.options ?? {}) as { metadata?: string; response?: string };
      return [
        method.name,
        {
          path: `/${full}/${method.name}`,
          request: ROOT.lookupType(method.requestType),
          response: ROOT.lookupType(method.responseType),
          ...(metadata !== undefined && {
            operation: { metadata: ROOT.lookupType(metadata), result: ROOT.lookupType(response ?? EMPTY) },
          }),
        },
      ];
    }),
  );
}

/** Returns the fields that were sent, with numbers for 64-bit integers and names for values of enumerations. */
export function decode(type: protobuf.Type, bytes: Uint8Array): JsonObject {
  return type.toObject(type.decode(bytes), { longs: Number, enums: String });
}

/** @throws TypeError when a field has a value of another type: a mistake of the lab */
export function encode(type: protobuf.Type, message: object): Buffer {
  return Buffer.from(type.encode(type.fromObject(message)).finish());
}

/** Packs a message. The provider unpacks it by its type, which it must know. */
export function pack(type: protobuf.Type, message: object): Any {
  return { type_url: `type.googleapis.com/${type.fullName.slice(1)}`, value: encode(type, message) };
}

/** google.protobuf.Timestamp */
export function timestamp(milliseconds: number): { readonly seconds: number; readonly nanos: number } {
  return { seconds: Math.floor(milliseconds / 1000), nanos: (milliseconds % 1000) * 1e6 };
}
