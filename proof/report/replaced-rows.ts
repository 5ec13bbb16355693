/**
 * Puts rows of a table into the place of those with the same id, and behind the others where there are none. The id is the
 * first cell, in backquotes. Notes below the table, which begin with `- ` and an id, follow their rows.
 *
 * @param before the table as it stands; "" for none
 * @param after the same table with some of the rows
 */
export function replacedRows(before: string, after: string): string {
  if (before.trim() === "") return after;
  const fresh = after.split("\n");
  const ids = new Set(fresh.map(idOf));
  const old = before.trim().split("\n");
  const rowOf = (id: string): string | undefined => fresh.find((line) => line.startsWith("|") && idOf(line) === id);
  const table = old
    .filter((line) => line.startsWith("|"))
    .map((line) => {
      const id = idOf(line);
      return (id !== undefined && rowOf(id)) || line;
    });
  const known = new Set(table.map(idOf));
  const added = fresh.filter((line) => line.startsWith("|") && !known.has(idOf(line)));
  const notes = [...notesIn(old).filter((line) => !ids.has(idOf(line))), ...notesIn(fresh)];
  return [...table, ...added, ...(notes.length > 0 ? ["", ...notes] : [])].join("\n");
}

function idOf(line: string): string | undefined {
  return /^(?:\| |- )`([a-z0-9-]+)`/.exec(line)?.[1];
}

function notesIn(lines: readonly string[]): readonly string[] {
  return lines.filter((line) => line.startsWith("- "));
}
