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

  it("come behind the others where there are none like them", () => {
    const before = [...HEAD, "| `a` | 1 |"].join("\n");
    const after = [...HEAD, "| b, larger | 2 |"].join("\n");
    expect(replacedRows(before, after).split("\n")).toEqual([...HEAD, "| `a` | 1 |", "| b, larger | 2 |"]);
  });

  it("find theirs whatever the width of the columns", () => {
    const before = ["| reading    | bingo |", "| ---------- | ----- |", "| b, larger  |     1 |"].join("\n");
    const after = [...HEAD, "| b, larger | 2 |"].join("\n");
    expect(replacedRows(before, after).split("\n").slice(2)).toEqual(["| b, larger | 2 |"]);
  });

  it.each([
    ["no table", ""],
    ["a table with another head", "| reading | bingo at 60/s |\n| --- | --- |\n| `a` | 1 |"],
  ])("are all where there was %s", (_, before) => {
    const after = [...HEAD, "| `b` | 2 |"].join("\n");
    expect(replacedRows(before, after)).toBe(after);
  });
});
