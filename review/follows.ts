import { parse } from "yaml";
import { unescapeTerraform } from "./text-diff";

/** What a running machine does about a change of its user-data, and what users notice. */
export interface Follow {
  /** In the machine's words, for example `restart prometheus.service`. */
  readonly step: string;
  readonly noticed: string;
}

interface Table {
  readonly files?: Readonly<Record<string, string | readonly string[]>>;
}

/** Said of steps that nobody notices. */
export const NOTHING = "users notice nothing";

/** Steps that somebody notices. */
const NOTICED: readonly (readonly [RegExp, string])[] = [
  [/^restart prometheus\.service$/, "the graphs miss some seconds"],
  [/^restart mtail\.service$/, "counters of requests begin at 0"],
  [/follow-postgres/, "a setting that needs a restart of PostgreSQL has requests for data wait for a second or two"],
  [/^next /, "counts from its next start"],
];

/**
 * What follows on a running machine when these files change, by the tables that the new user-data brings along
 * (templates/base/root/etc/bingo/follows/base.yaml). undefined: it brings none, so the change reaches new machines only.
 *
 * @param changed absolute paths
 */
export function follows(userData: string, changed: readonly string[]): readonly Follow[] | undefined {
  const tables = tablesIn(userData);
  if (tables.length === 0) return undefined;
  const patterns = tables.flatMap(({ files = {} }) => Object.entries(files));
  const steps = changed.flatMap((path) => {
    const what = patterns.find(([pattern]) => fits(path, pattern))?.[1] ?? [];
    return typeof what === "string" ? [what] : what;
  });
  return [...new Set(steps)]
    .filter((step) => step !== "nothing")
    .map((step) => ({ step: inWords(step), noticed: NOTICED.find(([which]) => which.test(step))?.[1] ?? NOTHING }));
}

/** The role's own first, as bingo-apply reads them. */
function tablesIn(userData: string): Table[] {
  const { write_files: files = [] } = (parse(unescapeTerraform(userData)) ?? {}) as {
    readonly write_files?: readonly { readonly path: string; readonly content?: string }[];
  };
  return ["role", "base"].flatMap((name) => {
    const table = files.find(({ path }) => path === `/etc/bingo/follows/${name}.yaml`);
    return table?.content === undefined ? [] : [parse(table.content) as Table];
  });
}

/** Python's fnmatch: a star matches slashes as well. */
function fits(path: string, pattern: string): boolean {
  const expression = pattern.replace(/[.+^${}()|[\]\\]/g, "\\$&").replace(/\*/g, ".*");
  return new RegExp(`^${expression}$`).test(path);
}

function inWords(step: string): string {
  if (step === "receive") return "its services take it as they take a delivery, instances of bingo one after the other";
  return step.replace(/^run \/\S*\//, "");
}
