/** Fifteen that differ on white and on black. */
const PALETTE = [
  "#3b82f6",
  "#f59e0b",
  "#10b981",
  "#a855f7",
  "#ec4899",
  "#06b6d4",
  "#84cc16",
  "#f97316",
  "#6366f1",
  "#14b8a6",
  "#d946ef",
  "#94a3b8",
  "#b45309",
  "#0f766e",
  "#be123c",
];

const given = new Map<string, Map<string, string>>();

/** The colour of a line: the same in all charts whose legends are made alike. */
export function colourOf(template: string, name: string): string {
  const family = given.get(template) ?? new Map<string, string>();
  given.set(template, family);
  const colour = family.get(name) ?? PALETTE[family.size % PALETTE.length] ?? "";
  family.set(name, colour);
  return colour;
}
