import { Random } from "../../proof/load/random";

/** How the edge has to treat an operation: repeat it, or send it once. */
export type Kind = "harmless" | "dangerous" | "unclear";

/** A body of POST /operation. */
export interface Form {
  readonly name: string;
  readonly body: string;
  readonly kind: Kind;
}

const BIT_32 = 1n << 32n;
const LAST_INT64 = (1n << 63n) - 1n;

export function operationBody(id: bigint | number | string): string {
  return `{"operation": ${id}}`;
}

/** The kind of an id by the rules as they are told, in exact numbers: dangerous when it is so under any reading. */
export function kindOfId(id: bigint): Kind {
  if (id < 0n || id > LAST_INT64) return "unclear";
  // The whole id; bits 32 to 35 alone; the same after the id went through a float.
  const whole = id >= 3n * BIT_32 && id < 6n * BIT_32;
  return whole || masked(id) || masked(BigInt(Number(id))) ? "dangerous" : "harmless";
}

function masked(id: bigint): boolean {
  return [3n * BIT_32, 4n * BIT_32, 5n * BIT_32].includes(id & 0xf00000000n);
}

const IDS: readonly (readonly [bigint, Kind])[] = [
  [0n, "harmless"],
  [1n, "harmless"],
  [3n * BIT_32 - 1n, "harmless"],
  [3n * BIT_32, "dangerous"],
  [4n * BIT_32 - 1n, "dangerous"],
  [17_179_869_184n, "dangerous"],
  [5n * BIT_32, "dangerous"],
  [5n * BIT_32 + 1n, "dangerous"],
  [6n * BIT_32 - 1n, "dangerous"],
  [6n * BIT_32, "harmless"],
  [30_000_000_000n, "harmless"],
  [(1n << 36n) + 3n * BIT_32 - 1n, "harmless"],
  [85_899_345_920n, "dangerous"],
  [1_120_986_464_256n, "dangerous"],
  [(1n << 40n) + 6n * BIT_32, "harmless"],
  [(1n << 53n) + 1n, "harmless"],
  [(1n << 60n) + 4n * BIT_32 + 7n, "dangerous"],
  // Rounded to a float this one ends in 3 * 2^32.
  [(1n << 60n) + 3n * BIT_32 - 1n, "dangerous"],
  [(1n << 62n) + 3n * BIT_32 + 1n, "dangerous"],
  [(1n << 62n) + 2n * BIT_32, "harmless"],
  [LAST_INT64 - 12n * BIT_32, "dangerous"],
  [LAST_INT64, "harmless"],
  [LAST_INT64 + 1n, "unclear"],
  [LAST_INT64 + 1n + 4n * BIT_32, "unclear"],
  [-1n, "unclear"],
  [-(1n << 40n) + 4n * BIT_32, "unclear"],
];

const POISON = 85_899_345_920n;

const UNCLEAR: readonly (readonly [string, string])[] = [
  ["absent", ""],
  ["exponent", operationBody("1e11")],
  ["exponent of a dangerous id", operationBody("8589934592e1")],
  ["float", operationBody("15000000000.0")],
  ["minus zero", operationBody("-0")],
  ["string", operationBody(`"${POISON}"`)],
  ["null", operationBody("null")],
  ["leading zero", operationBody(`0${POISON}`)],
  ["20 digits", operationBody("10000000085899345920")],
  ["hexadecimal", operationBody("0x1400000000")],
  ["two keys, the dangerous one last", `{"operation": 0, "operation": ${POISON}}`],
  ["two keys, the dangerous one first", `{"operation": ${POISON}, "operation": 0}`],
  ["another key", `{"operation": 0, "id": ${POISON}}`],
  ["another case", `{"Operation": ${POISON}}`],
  ["upper case", `{"OPERATION": ${POISON}}`],
  ["two cases", `{"operation": 0, "Operation": ${POISON}}`],
  ["escaped key", `{"\\u006fperation": ${POISON}}`],
  ["nested", `{"operation": {"operation": ${POISON}}}`],
  ["array", `[${POISON}]`],
  ["array of objects", `[{"operation": ${POISON}}]`],
  ["a number alone", `${POISON}`],
  ["two values", `{"operation": 0}{"operation": ${POISON}}`],
  ["two lines", `{"operation": 0}\n{"operation": ${POISON}}`],
  ["trailing garbage", `{"operation": 0} x`],
  ["trailing comma", `{"operation": 0,}`],
  ["comment", `{"operation": 0 /* ${POISON} */}`],
  ["NUL", '{"operation": 0}\0'],
  ["NUL in the id", '{"operation": 8589934592\x000}'],
  ["byte order mark", '\ufeff{"operation": 0}'],
  ["no-break space", '\u00a0{"operation": 0}'],
  ["form feed", '{"operation":\f0}'],
  ["other digits", operationBody("１５０００００００００")],
  ["no JSON", `operation=${POISON}`],
  ["cut off", `{"operation": ${POISON}`],
];

/** Bodies that were thought of. */
export const FORMS: readonly Form[] = [
  ...IDS.map(([id, kind]) => ({ name: `id ${id}`, body: operationBody(id), kind })),
  { name: "no space", body: '{"operation":1}', kind: "harmless" },
  { name: "all kinds of space", body: ' {\n\t"operation" :\r 1 } \n', kind: "harmless" },
  ...UNCLEAR.map(([name, body]) => ({ name, body, kind: "unclear" as const })),
];

/** Random ids of any length, many of them near a limit, with the kinds that they have to have. */
export function randomIds(count: number, seed = 1): readonly Form[] {
  const random = new Random(seed);
  const word = (): bigint => BigInt(random.below(2 ** 32));
  return Array.from({ length: count }, (_, n) => {
    const anywhere = ((word() << 32n) | word()) >> BigInt(random.below(64));
    const high = anywhere & ~0xfffffffffn;
    const nearLimit = high + BigInt(random.below(16)) * BIT_32 + BigInt(random.below(2048) - 1024);
    const id = n % 2 === 0 ? anywhere : nearLimit;
    return { name: `id ${id}`, body: operationBody(id), kind: kindOfId(id) };
  });
}
