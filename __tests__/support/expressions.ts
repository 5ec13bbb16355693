import type { Panel, Tile } from "../../monitoring/panel";

/** Lists the queries of a tile or a panel. */
export function expressions(panel: Tile | Panel): readonly string[] {
  if (!("kind" in panel)) return panel.of === undefined ? [panel.expr] : [panel.expr, panel.of];
  if (panel.kind === "chart") return panel.series.map(({ expr }) => expr);
  return [...(panel.rows === undefined ? [] : [panel.rows]), ...panel.columns.map(({ expr }) => expr)];
}
