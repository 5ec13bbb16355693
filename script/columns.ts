/**
 * Lays rows out as indented lines with aligned columns. Shorter than cli-table3 with each of its borders switched off.
 *
 * @example columns([["machine", "cores"], ["app-1", "2"]]) // ["  machine  cores", "  app-1    2"]
 */
export function columns(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ")}`.trimEnd());
}
