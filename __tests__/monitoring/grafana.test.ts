import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT_ROOT } from "../../config/paths";
import { dashboard, DASHBOARD_FILE } from "../../monitoring/grafana/dashboard";
import { SECTIONS, TILES } from "../../monitoring/panels";
import { expressions } from "../support/expressions";

describe("the dashboard for Grafana", () => {
  it("is current: `npm run grafana` writes it", () => {
    expect(JSON.parse(readFileSync(join(PROJECT_ROOT, DASHBOARD_FILE), "utf8"))).toEqual(
      JSON.parse(JSON.stringify(dashboard())),
    );
  });

  it("has every tile and panel of the page, none on top of another", () => {
    const { panels } = dashboard() as {
      panels: { title: string; gridPos: { x: number; y: number; w: number; h: number } }[];
    };
    const titles = [...TILES, ...SECTIONS.flatMap((section) => [section, ...section.panels])].map(({ title }) => title);
    expect(panels.map(({ title }) => title)).toEqual(titles);
    for (const { title, gridPos: a } of panels) {
      expect(a.x + a.w).toBeLessThanOrEqual(24);
      const over = panels.filter(
        ({ gridPos: b }) => a !== b && a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h,
      );
      expect(over.map(({ title: other }) => `${title} / ${other}`)).toEqual([]);
    }
  });

  it("asks all queries of the tiles, also for the number that a value should be", () => {
    const { panels } = dashboard() as { panels: { type: string; targets?: { expr: string }[] }[] };
    const asked = panels.filter(({ type }) => type === "stat").flatMap(({ targets = [] }) => targets);
    expect(asked.map(({ expr }) => expr)).toEqual(TILES.flatMap(expressions));
  });
});
