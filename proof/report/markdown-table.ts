/**
 * Writes a Markdown table.
 *
 * @param aligned columns whose cells are aligned to the right, as numbers are. @default none
 */
export function markdownTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  aligned: (column: number) => boolean = () => false,
): string {
  const rule = head.map((_, column) => (aligned(column) ? "--:" : "---"));
  return [head, rule, ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}
