/** Quoted text, an escaped character, a comment at the beginning of a word, an operator, space, or anything else. */
const TOKEN = /"(?:\\[^]|[^"\\])*"|'[^']*'|\\[^]|(?<![^\s])#[^\n]*|&&|\|\||[|;&\n]|[^\S\n]+|\$\([^)]*\)|[^\s"'\\|;&]/g;

/** The command lines of a piece of shell, each on one line and without its comment. */
export function commandLines(shell: string): string[] {
  const tokens = shell.match(TOKEN) ?? [];
  const lines = tokens
    .map((token) => (token.startsWith("#") && token.length > 1 ? "" : token === "\\\n" ? " " : token))
    .join("")
    .split("\n");
  return lines.map((line) => line.trim()).filter((line) => line !== "");
}

/** The words of each simple command of a command line: of `a && b | c` three. Redirections are words like others. */
export function simpleCommands(line: string): string[][] {
  const commands: string[][] = [[]];
  let word: string | undefined;
  const end = (): void => {
    if (word !== undefined) commands.at(-1)?.push(word);
    word = undefined;
  };
  for (const token of commandLines(line).join("\n").match(TOKEN) ?? []) {
    if (/^[^\S\n]+$/.test(token)) end();
    else if (/^(?:&&|\|\||[|;&\n])$/.test(token)) {
      end();
      commands.push([]);
    } else word = (word ?? "") + unquoted(token);
  }
  end();
  return commands.filter((words) => words.length > 0);
}

function unquoted(token: string): string {
  if (token.startsWith('"')) return token.slice(1, -1).replace(/\\(["\\$`])/g, "$1");
  if (token.startsWith("'")) return token.slice(1, -1);
  return token.startsWith("\\") ? token.slice(1) : token;
}
