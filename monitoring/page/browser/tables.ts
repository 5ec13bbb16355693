import type { Table } from "../../panel";
import { tableRows, type TableCell, type TableRow } from "../../rows";
import { prometheus } from "./edge";
import { element } from "./element";

/** Makes a table. `refresh` shows it at a time, in seconds since 1970. */
export function makeTable(table: Table): { readonly root: HTMLElement; refresh(time: number): Promise<void> } {
  const head = element(
    "tr",
    {},
    ...["", ...table.columns.map(({ title }) => title)].map((text) => element("th", {}, text)),
  );
  const body = element("tbody");
  const empty = element("p", { class: "empty" }, table.empty);
  const root = element("div", { class: "table" }, element("table", {}, element("thead", {}, head), body), empty);
  empty.hidden = true;
  return {
    root,
    async refresh(time) {
      const rows = await tableRows(table, (query) => prometheus.instant(query, time));
      body.replaceChildren(...rows.map((row) => rowElement(table, row)));
      empty.hidden = rows.length > 0;
      head.hidden = rows.length === 0;
    },
  };
}

function rowElement({ columns }: Table, { name, cells }: TableRow): HTMLElement {
  const bad = cells.some((cell) => cell.bad);
  return element(
    "tr",
    { "data-row": name, ...(bad && { class: "bad" }) },
    element("th", { scope: "row" }, name),
    ...cells.map((cell, index) => cellElement(columns[index]?.title ?? "", cell)),
  );
}

function cellElement(title: string, { text, value, bad }: TableCell): HTMLElement {
  const attributes = { "data-title": title, "data-value": String(value), ...(bad && { class: "bad" }) };
  return element("td", attributes, text);
}
