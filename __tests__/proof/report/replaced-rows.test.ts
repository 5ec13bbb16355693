import { replacedRows } from "../../../proof/report/replaced-rows";

const HEAD = ["| reading | bingo |", "| --- | --- |"];

describe("rows of a table", () => {
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

  it("come behind the others where there are none with their ids", () => {
    const before = [...HEAD, "| `a` | 1 |"].join("\n");
    const after = [...HEAD, "| `b` | 2 |"].join("\n");
    expect(replacedRows(before, after).split("\n")).toEqual([...HEAD, "| `a` | 1 |", "| `b` | 2 |"]);
    expect(replacedRows("", after)).toBe(after);
  });
});
