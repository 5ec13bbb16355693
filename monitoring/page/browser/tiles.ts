import type { Tile } from "../../panel";
import { readTile } from "../../tile";
import { prometheus } from "./edge";
import { element } from "./element";

/** Makes a tile. `refresh` shows it at a time, in seconds since 1970. */
export function makeTile(tile: Tile): { readonly root: HTMLElement; refresh(time: number): Promise<void> } {
  const number = element("strong", {}, "…");
  const note = element("small", {}, tile.wanted ?? "");
  const root = element("div", { class: "tile", "data-tile": tile.id }, element("span", {}, tile.title), number, note);
  return {
    root,
    async refresh(time) {
      const { text, value, bad } = await readTile(tile, (query) => prometheus.instant(query, time));
      root.classList.toggle("bad", bad);
      root.dataset["value"] = String(value);
      number.textContent = text;
      note.textContent = Number.isNaN(value) ? tile.empty : (tile.wanted ?? "");
    },
  };
}
