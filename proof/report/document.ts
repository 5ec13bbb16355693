import execa from "execa";
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
  const { before, after } = partsOf(name, command);
  writeFileSync(fileOf(name), `${before}\n${markdown}\n${after}`);
  // Columns get the width of their cells, as in all documents.
  execa.sync("prettier", ["--write", fileOf(name)], { preferLocal: true, localDir: PROJECT_ROOT });
}

/** Reads what a command has put there. @throws as `writeSection` */
export function readSection(name: string, command: string): string {
  return partsOf(name, command).section.trim();
}

function partsOf(name: string, command: string) {
  const [begin, end] = [`<!-- made by ${command} -->\n`, "\n<!-- end -->"];
  const text = readFileSync(fileOf(name), "utf8");
  const from = text.indexOf(begin) + begin.length;
  const to = text.indexOf(end, from);
  if (from < begin.length || to < 0)
    throw new Error(`docs/${name}: expected "${begin.trim()}" and its end, found none`);
  return { before: text.slice(0, from), section: text.slice(from, to), after: text.slice(to) };
}

function fileOf(name: string): string {
  return join(PROJECT_ROOT, "docs", name);
}
