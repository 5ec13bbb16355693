import { commandLines } from "./shell-words";

/** What a Markdown file holds beside its prose. */
export interface Markdown {
  /** The levels of its headings, in order. */
  readonly headings: readonly number[];
  /** The commands of its code blocks, in order; drawings and other languages are left out. */
  readonly commands: readonly string[];
  /** The code spans, in order. */
  readonly spans: readonly string[];
  /** The targets of its links and images, in order. */
  readonly targets: readonly string[];
  /** The targets of its images alone, in order. */
  readonly images: readonly string[];
  /** The rows of its tables, in order. */
  readonly rows: readonly string[];
  /** All that is neither code nor a link's target. */
  readonly prose: string;
}

const SHELL = new Set(["", "sh", "shell", "bash", "console"]);

/** Takes a Markdown file apart. */
export function markdown(source: string): Markdown {
  const { blocks, text } = codeBlocks(source);
  const targets = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = ""]) => target);
  const images = [...text.matchAll(/!\[[^\]]*\]\(([^)\s]+)\)/g)].map(([, target = ""]) => target);
  const lines = text.split("\n");
  return {
    headings: lines.flatMap((line) => /^(#+) /.exec(line)?.[1]?.length ?? []),
    commands: blocks.filter(isShell).flatMap(({ lines }) => commandLines(lines.join("\n"))),
    spans: [...text.matchAll(/`([^`]+)`/g)].map(([, span = ""]) => span.replace(/\s+/g, " ")),
    targets,
    images,
    rows: lines.filter((line) => line.startsWith("|")),
    prose: text.replace(/`[^`]+`/g, "").replace(/\]\([^)\s]+\)/g, "]"),
  };
}

interface Block {
  /** Nothing where the block is indented. */
  readonly fence: string | undefined;
  readonly language: string;
  readonly lines: string[];
}

/** Parts the code blocks, fenced or indented, from the rest. */
function codeBlocks(source: string): { readonly blocks: readonly Block[]; readonly text: string } {
  const blocks: Block[] = [];
  const text: string[] = [];
  let open: Block | undefined;
  let before = "";
  for (const line of source.split("\n")) {
    const fence = /^ {0,3}(```+|~~~+)(\S*)/.exec(line);
    if (open?.fence !== undefined) {
      if (fence?.[1] === open.fence) open = undefined;
      else open.lines.push(line);
    } else if (fence?.[1] !== undefined) {
      blocks.push((open = { language: fence[2] ?? "", fence: fence[1], lines: [] }));
    } else if (line.startsWith("    ") && (open !== undefined || before.trim() === "")) {
      if (open === undefined) blocks.push((open = { language: "", fence: undefined, lines: [] }));
      open.lines.push(line.slice(4));
    } else {
      if (line !== "") open = undefined;
      text.push(line);
    }
    before = line;
  }
  return { blocks, text: text.join("\n") };
}

function isShell({ language, lines }: Block): boolean {
  return SHELL.has(language) && !lines.some((line) => /\+--|[─│]/.test(line));
}
