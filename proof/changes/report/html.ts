import { type Cell, htmlTable, type Section } from "../../report/page";
import { held, type Result } from "../run";
import { changeCells, changesHead } from "./table";

/** The changes on a page: as in docs/changes.md, and whether each has held. */
export function changeSections(results: readonly Result[], rate: number): readonly Section[] {
  if (results.length === 0) return [];
  const rows = results.map((result): readonly Cell[] => [
    ...changeCells(result).map((text) => ({ text })),
    held(result) ? { text: "pass", kind: "pass" } : { text: "fail", kind: "fail" },
  ]);
  return [{ title: "Changes", body: htmlTable([...changesHead(rate), ""], rows) }];
}
