import {
  type ErrorCode,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  visit,
  type YAMLMap,
} from "yaml";

/** A place in a text: line and column, both from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A parsed YAML text that knows the place of each value. */
export interface YamlSource {
  /** The value, `undefined` when there are errors. */
  readonly data: unknown;
  readonly errors: readonly { readonly position: Position; readonly message: string }[];
  /** The place of a value or of its key. A missing value has the place of the key of the mapping that lacks it. */
  readonly positionOf: (path: readonly PropertyKey[], part: "key" | "value") => Position;
}

type Entry = Pair;

/** Where the parser speaks to programmers. */
const WORDS: Partial<Record<ErrorCode, (text: string) => string>> = {
  DUPLICATE_KEY: (text) => `key ${/^[^:\s]+/.exec(text)?.[0] ?? ""} is there twice`,
  MULTIPLE_DOCS: () => "a second document begins; one file holds one installation",
};

export function parseYaml(text: string): YamlSource {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, merge: true, prettyErrors: false });
  const position = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };

  const errors = [...document.errors, ...document.warnings].map(({ code, pos, message }) => ({
    position: position(pos[0]),
    message: WORDS[code]?.(text.slice(pos[0])) ?? message,
  }));
  visit(document, {
    Alias: (_, alias, ancestors) => {
      const target = alias.resolve(document);
      if (target && !ancestors.includes(target)) return;
      errors.push({ position: position(startOf(alias)), message: `*${alias.source}: no &${alias.source} before it` });
    },
  });

  const resolved = (node: unknown): unknown => (isAlias(node) ? node.resolve(document) : node);

  function find(mapping: YAMLMap, key: PropertyKey): Entry | undefined {
    const own = mapping.items.find((pair) => nameOf(pair) === String(key));
    if (own) return own;
    const merged = mapping.items.filter((pair) => nameOf(pair) === "<<").map(({ value }) => resolved(value));
    const sources = merged.flatMap((source) => (isSeq(source) ? source.items.map(resolved) : [source]));
    return sources.map((source) => (isMap(source) ? find(source, key) : undefined)).find(Boolean);
  }

  function positionOf(path: readonly PropertyKey[], part: "key" | "value"): Position {
    let node: unknown = document.contents;
    let offset = startOf(node);
    for (const [depth, step] of path.entries()) {
      const parent = resolved(node);
      const pair = isMap(parent) ? find(parent, step) : undefined;
      node = isSeq(parent) ? parent.items[Number(step)] : pair?.value;
      if (node === undefined) break;
      const last = depth === path.length - 1;
      offset = startOf(pair && !(last && part === "value") ? pair.key : node);
    }
    return position(offset);
  }

  return { data: errors.length > 0 ? undefined : document.toJS(), errors, positionOf };
}

function nameOf({ key }: Entry): string {
  // The key of a merge, `<<`, is a symbol.
  const name: unknown = isScalar(key) ? key.value : key;
  return typeof name === "symbol" ? (name.description ?? "") : String(name);
}

function startOf(node: unknown): number {
  return (node as Node | null)?.range?.[0] ?? 0;
}
