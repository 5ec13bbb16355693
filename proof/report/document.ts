import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT_ROOT } from "../../config/paths";

/**
 * Puts what a command has made into a document, between the comments `<!-- made by COMMAND -->` and `<!-- end -->`.
 *
 * @param name name of the file in docs
 * @throws when the document has no such place
 * @example writeSection("bingo.md", "script/readings", table);
 */
export function writeSection(name: string, command: string, markdown: string): void {
  const file = join(PROJECT_ROOT, "docs", name);
  const [begin, end] = [`<!-- made by ${command} -->\n`, "\n<!-- end -->"];
  const [before, rest] = cut(readFileSync(file, "utf8"), begin);
  const [, after] = cut(rest, end);
  writeFileSync(file, `${before}${begin}\n${markdown}\n${end}${after}`);

  function cut(text: string, at: string): readonly [string, string] {
    const index = text.indexOf(at);
    if (index >= 0) return [text.slice(0, index), text.slice(index + at.length)];
    throw new Error(`docs/${name}: expected "${at.trim()}" in it, found none`);
  }
}
