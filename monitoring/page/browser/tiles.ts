import { format } from "../../format";
import { isBad, type Tile } from "../../panel";
import { prometheus } from "./edge";
import { element } from "./element";

/** A tile's element, and what brings it up to date. */
export function makeTile(tile: Tile): { readonly root: HTMLElement; refresh(time: number): Promise<void> } {
  const value = element("strong", {}, "…");
  const note = element("small", {}, tile.wanted ?? "");
  const root = element("div", { class: "tile", "data-tile": tile.id }, element("span", {}, tile.title), value, note);
  return {
    root,
    async refresh(time) {
      const [found, wanted] = await Promise.all([
        prometheus.instant(tile.expr, time),
        tile.of === undefined ? [] : prometheus.instant(tile.of, time),
      ]);
      const number = found[0]?.value ?? NaN;
      const of = wanted[0]?.value;
      const bad = isBad(tile.limits, {}, number) || (of !== undefined && !(number >= of));
      root.classList.toggle("bad", bad);
      root.dataset["value"] = String(number);
      const text = format(number, tile.unit);
      value.textContent = of === undefined ? text : `${text} of ${format(of, tile.unit)}`;
      note.textContent = Number.isNaN(number) ? tile.empty : (tile.wanted ?? "");
    },
  };
}
