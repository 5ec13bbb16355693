import { replacedRows } from "../../../proof/readings/table";

const HEAD = ["| reading | bingo |", "| --- | --- |"];

describe("rows of some readings", () => {
  it("take the places of theirs, with what did not hold", () => {
    const before = [...HEAD, "| `a` | 1 |", "| `b` | 2 |", "", "- `a`, wrong", "- `b`, late"].join("\n");
    const after = [...HEAD, "| `b` | 3 |"].join("\n");
    expect(replacedRows(before, after).split("\n")).toEqual([
      ...HEAD,
      "| `a` | 1 |",
      "| `b` | 3 |",
      "",
      "- `a`, wrong",
    ]);
  });
});
