import protobuf from "protobufjs";
import { isObject, type Json, type JsonObject } from "../../../config/json";

/** Rules that the API documents for a field, as lab/yandex/api writes them. Those of `key.` and `each.` are of parts. */
type Rules = Readonly<Record<string, string>>;

/**
 * Checks a request against the values that the API documents for its fields: patterns, lengths, numbers of elements.
 *
 * @returns one line for each wrong value, with its path
 */
export function violations(type: protobuf.Type, message: JsonObject, path = ""): readonly string[] {
  return type.fieldsArray.flatMap((field) => {
    const rules = (field.options ?? {}) as Rules;
    const value = message[field.name];
    const at = path + field.name;
    if (isAbsent(value)) return rules["required"] ? [`${at}: expected a value, found none`] : [];
    return inField(field, rules, value, at);
  });
}

function inField(field: protobuf.Field, rules: Rules, value: Json, at: string): readonly string[] {
  if (field.map) {
    const entries = Object.entries(value as JsonObject);
    return [
      ...outside(rules["size"], entries.length, `${at}: number of elements`),
      ...entries.flatMap(([key, part]) => [
        ...inText(partOf(rules, "key."), key, `${at}: key ${key}`),
        ...inText(partOf(rules, "each."), part, `${at}.${key}`),
      ]),
    ];
  }
  if (field.repeated) {
    const list = value as readonly Json[];
    return [
      ...outside(rules["size"], list.length, `${at}: number of elements`),
      ...list.flatMap((element, index) => [
        ...inText(partOf(rules, "each."), element, `${at}[${index}]`),
        ...nested(field, element, `${at}[${index}].`),
      ]),
    ];
  }
  return [...inText(rules, value, at), ...nested(field, value, `${at}.`)];
}

function nested(field: protobuf.Field, value: Json, path: string): readonly string[] {
  const { resolvedType } = field;
  return resolvedType instanceof protobuf.Type && isObject(value) ? violations(resolvedType, value, path) : [];
}

/** Takes the rules of a field's parts. */
function partOf(rules: Rules, prefix: string): Rules {
  const own = Object.entries(rules).filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(own.map(([name, text]) => [name.slice(prefix.length), text]));
}

function inText({ pattern, length, value: range, in: list }: Rules, value: Json, at: string): readonly string[] {
  if (typeof value === "number") {
    const missing = list !== undefined && !list.split(",").includes(String(value));
    return [...outside(range, value, at), ...(missing ? [`${at}: expected one of ${list}, found ${value}`] : [])];
  }
  if (typeof value !== "string") return [];
  const odd = pattern !== undefined && !expression(pattern).test(value);
  return [
    ...(odd ? [`${at}: expected ${pattern}, found ${JSON.stringify(value)}`] : []),
    ...outside(length, value.length, `${at}: length`),
  ];
}

/** The documented patterns are of a language in which `{,19}` has no lower limit. */
function expression(pattern: string): RegExp {
  const ours = pattern.replaceAll("{,", "{0,").replaceAll("\\\\", "\\").replace(/-_\]/g, "_-]");
  return new RegExp(`^(?:${ours})$`);
}

/** @param range `1-63`, `<=64` or `3` */
function outside(range: string | undefined, number: number, what: string): readonly string[] {
  if (range === undefined) return [];
  const [, atMost, from, to] = /^(?:<=(\d+)|(\d+)(?:-(\d+))?)$/.exec(range) ?? [];
  const lowest = Number(from ?? 0);
  const highest = Number(atMost ?? to ?? from);
  return number >= lowest && number <= highest ? [] : [`${what}: expected ${range}, found ${number}`];
}

function isAbsent(value: Json | undefined): value is undefined {
  return value === undefined || value === "" || (Array.isArray(value) && value.length === 0);
}
