/** A directive of nginx: its words and, if it has braces, what is between them. */
export interface Directive {
  readonly words: readonly string[];
  readonly block: readonly Directive[];
}

/** Reads an nginx configuration; quotes are taken off, comments left out. Throws on braces that do not match. */
export function parseNginx(source: string): readonly Directive[] {
  const tokens = source.match(/#[^\n]*|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[{};]|[^\s{};"']+/g) ?? [];
  const significant = tokens.filter((token) => !token.startsWith("#"));
  let at = 0;
  const read = (inside: boolean): Directive[] => {
    const directives: Directive[] = [];
    let words: string[] = [];
    for (; at < significant.length; at++) {
      const token = significant[at] ?? "";
      if (token === "}") {
        if (!inside || words.length > 0) throw new Error(`unexpected } after ${words.join(" ")}`);
        return directives;
      } else if (token === ";" || token === "{") {
        at += token === "{" ? 1 : 0;
        directives.push({ words, block: token === "{" ? read(true) : [] });
        words = [];
      } else {
        words.push(token.replace(/^(["'])(.*)\1$/s, "$2"));
      }
    }
    if (inside) throw new Error("a { is not closed");
    return directives;
  };
  return read(false);
}

/** All directives of a name, however deep. */
export function everywhere(directives: readonly Directive[], name: string): readonly Directive[] {
  return directives.flatMap((directive) => [
    ...(directive.words[0] === name ? [directive] : []),
    ...everywhere(directive.block, name),
  ]);
}

/** The directives of a name on this level, each as the words after the name. */
export function own(directives: readonly Directive[], name: string): readonly string[] {
  return directives.filter(({ words }) => words[0] === name).map(({ words }) => words.slice(1).join(" "));
}
