import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { buildSync } from "esbuild";
import { PROJECT_ROOT } from "../../config/paths";
import { PAGE_FILE } from "./paths";
import { readRunBook } from "./run-book";

const SOURCE = join(__dirname, "browser");

/** Renders the page as one file: a document with its style and its program. The same source gives the same bytes. */
export function renderPage(): string {
  const { outputFiles } = buildSync({
    entryPoints: [join(SOURCE, "main.ts")],
    outdir: SOURCE,
    bundle: true,
    minify: true,
    write: false,
    target: "es2020",
    charset: "utf8",
    // Who has the page alone has the run-book with it.
    define: { RUN_BOOK: JSON.stringify(readRunBook(readFileSync(join(PROJECT_ROOT, "docs", "run-book.md"), "utf8"))) },
    tsconfig: join(SOURCE, "tsconfig.json"),
  });
  const output = (extension: string): string => outputFiles.find(({ path }) => path.endsWith(extension))?.text ?? "";
  const document = readFileSync(join(SOURCE, "index.html"), "utf8");
  // As functions, because a "$" in a replacement text has a meaning. "</script" would end the element.
  return document
    .replace("/* style */", () => output(".css").trim())
    .replace("/* program */", () => output(".js").trim().replaceAll("</script", "<\\/script"));
}

/**
 * Writes the page to a file, whole or not at all: a deployment may be reading it.
 *
 * @param file @default where the edge's delivery takes it from
 */
export function buildPage(file = join(PROJECT_ROOT, PAGE_FILE)): void {
  mkdirSync(dirname(file), { recursive: true });
  const fresh = `${file}.${String(process.pid)}`;
  writeFileSync(fresh, renderPage());
  renameSync(fresh, file);
}

if (require.main === module) buildPage();
