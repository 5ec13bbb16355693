import Table from "cli-table3";

const BORDERS = ["top", "bottom", "left", "mid", "right"].flatMap((side) => [
  side,
  `${side}-left`,
  `${side}-mid`,
  `${side}-right`,
]);

/**
 * Lays rows out as lines with aligned columns, indented and without borders.
 *
 * @example columns([["machine", "cores"], ["app-1", "2"]]) // ["  machine  cores", "  app-1    2"]
 */
export function columns(rows: readonly (readonly string[])[]): readonly string[] {
  const table = new Table({
    chars: { ...Object.fromEntries(BORDERS.map((name) => [name, ""])), left: "  ", middle: "  " },
    style: { "padding-left": 0, "padding-right": 0, border: [] },
  });
  table.push(...rows.map((row) => [...row]));
  return table
    .toString()
    .split("\n")
    .map((line) => line.trimEnd());
}
