/**
 * Quotes a word for a POSIX shell: the shell reads it as one argument, whatever is in it.
 *
 * @example `sudo bash -c ${quoted("echo it's here")}`
 */
export function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
