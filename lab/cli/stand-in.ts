import { join } from "node:path";
import { PROJECT_ROOT } from "../../config/paths";
import { PREPARED_ROWS } from "../../config/schema/data";
import { buildGoProgram } from "../programs/go-build";

/** How the stand-in for bingo differs from the real one; see lab/programs/bingo/README.md. */
export interface StandInSettings {
  /** Share of the full data, above 0 and at most 1. @default 1 */
  readonly scale?: number;
  /** Further settings by their names, for example `STANDIN_LIFE_MAX: "3m"`. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** From this share on, rows are inserted a thousand at a time: row by row, the full data takes five minutes at the least. */
const BATCHES_FROM_SCALE = 0.1;

/** Builds the stand-in for bingo with its settings built in, as the machines set no environment variables for it. */
export async function buildStandIn(file: string, { scale = 1, settings = {} }: StandInSettings): Promise<void> {
  const load = scale < BATCHES_FROM_SCALE ? "single" : "batch";
  const all = { STANDIN_SCALE: String(scale), STANDIN_LOAD: load, ...settings };
  const pairs = Object.entries(all).map(([name, value]) => `${name}=${value}`);
  const builtIn = `-X bingo-on-yandex-cloud/bingo/settings.builtIn=${pairs.join(",")}`;
  const folder = join(PROJECT_ROOT, "lab", "programs", "bingo");
  await buildGoProgram({ name: "the stand-in for bingo", folder, output: file, linkerFlags: builtIn });
}

/** Rows of each table that the stand-in's `prepare_db` makes: a share of the full data, rounded up (data/counts.go). */
export function standInRows({ scale = 1 }: StandInSettings): Record<string, number> {
  return Object.fromEntries(Object.entries(PREPARED_ROWS).map(([table, full]) => [table, Math.ceil(full * scale)]));
}
