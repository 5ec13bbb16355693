/** A part of an entry: a paragraph, or commands to type. */
export interface RunBookPart {
  readonly kind: "text" | "commands";
  readonly text: string;
}

/** What docs/run-book.md says of each alert, by the alert's name. */
export type RunBook = Readonly<Record<string, readonly RunBookPart[]>>;

/**
 * Reads the entries of docs/run-book.md: a heading of the third level each, with paragraphs and indented commands. Marks of
 * emphasis and links are left out: what is shown is text.
 */
export function readRunBook(markdown: string): RunBook {
  return Object.fromEntries(
    markdown
      .split(/^### /m)
      .slice(1)
      .map((section) => {
        const [name = "", ...lines] = section.split(/^## /m)[0]?.split("\n") ?? [];
        const parts = lines
          .join("\n")
          .split(/\n{2,}/)
          .filter((block) => block.trim() !== "")
          .map((block) => (/^\s*\n? {4}/.test(block) ? commands(block) : paragraph(block)));
        return [name.trim(), parts];
      }),
  );
}

function commands(block: string): RunBookPart {
  return { kind: "commands", text: block.replace(/^ {4}/gm, "").trim() };
}

function paragraph(block: string): RunBookPart {
  const text = block
    .replace(/\[([^\]]+)\]\([^)]*\)/g, "$1")
    .replace(/\*\*|`/g, "")
    .trim();
  // Lines of a list stay lines.
  return { kind: "text", text: text.replace(/\n(?!- )\s*/g, " ") };
}
