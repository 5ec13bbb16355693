import { format } from "./format";
import { isTileBad, type Tile } from "./panel";
import type { InstantSample } from "./prometheus";
import type { TableCell } from "./rows";

/** Reads a tile's text and value, for the page and the terminal alike. @param instant evaluates a query */
export async function readTile(
  tile: Tile,
  instant: (query: string) => Promise<readonly InstantSample[]>,
): Promise<TableCell> {
  const [[sample], [whole]] = await Promise.all([instant(tile.expr), tile.of === undefined ? [] : instant(tile.of)]);
  const value = sample?.value ?? NaN;
  const text = format(value, tile.unit);
  return {
    text: whole === undefined ? text : `${text} of ${format(whole.value, tile.unit)}`,
    value,
    bad: isTileBad(tile, value, whole?.value),
  };
}
