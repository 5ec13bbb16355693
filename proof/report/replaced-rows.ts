/**
 * Puts rows of a table into the place of those with the same first cell, and behind the others where there are none. Notes
 * below the table, which begin with `- ` and such a cell in backquotes, follow their rows. A table with another head is
 * replaced whole: its figures are of something else.
 *
 * @param before the table as it stands; "" for none
 * @param after the same table with some of the rows
 */
export function replacedRows(before: string, after: string): string {
  const [oldTable, newTable] = [tableIn(before), tableIn(after)];
  if (cellsOf(oldTable[0] ?? "").join() !== cellsOf(newTable[0] ?? "").join()) return after;
  const [head = "", rule = "", ...rows] = oldTable;
  const fresh = new Map(newTable.slice(2).map((row) => [idOf(row), row]));
  const ids = new Set(rows.map(idOf));
  const table = [
    ...rows.map((row) => fresh.get(idOf(row)) ?? row),
    ...newTable.slice(2).filter((row) => !ids.has(idOf(row))),
  ];
  const notes = [...notesIn(before).filter((note) => !fresh.has(idOf(note))), ...notesIn(after)];
  return [head, rule, ...table, ...(notes.length > 0 ? ["", ...notes] : [])].join("\n");
}

function tableIn(text: string): readonly string[] {
  return text.split("\n").filter((line) => line.startsWith("|"));
}

function notesIn(text: string): readonly string[] {
  return text.split("\n").filter((line) => line.startsWith("- "));
}

function cellsOf(row: string): readonly string[] {
  return row.split("|").map((cell) => cell.trim());
}

/** The first cell of a row, or what a note begins with. */
function idOf(line: string): string {
  return line.startsWith("- ") ? (/`[^`]+`/.exec(line)?.[0] ?? line) : (cellsOf(line)[1] ?? "");
}
