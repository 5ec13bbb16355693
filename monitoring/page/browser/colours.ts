import { element } from "./element";

/** Fifteen colours that can be distinguished on white and on black. */
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

const assigned = new Map<string, Map<string, string>>();

/** Gives a line its colour, the same in all charts that share a legend. */
export function colourOf(template: string, name: string): string {
  const family = assigned.get(template) ?? new Map<string, string>();
  assigned.set(template, family);
  const colour = family.get(name) ?? PALETTE[family.size % PALETTE.length] ?? "";
  family.set(name, colour);
  return colour;
}

/** Resolves a colour of style.css, for example `--bad`, in the present theme: a canvas does not know `var()`. */
export function themeColour(name: string): string {
  const probe = element("i", { style: `color: var(${name})` });
  document.body.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}
