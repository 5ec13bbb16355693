import { structuredPatch } from "diff";

/** Lines around a change that are shown with it. */
const CONTEXT = 3;

/** A unified diff without file names: `@@` lines, and lines that begin with ` `, `-` or `+`. */
export function textDiff(before: string, after: string): string[] {
  const { hunks } = structuredPatch("", "", before, after, undefined, undefined, { context: CONTEXT });
  return hunks.flatMap(({ oldStart, oldLines, newStart, newLines, lines }) => [
    `@@ -${oldStart},${oldLines} +${newStart},${newLines} @@`,
    ...lines,
  ]);
}

/** A synthesized string as it reads on the machine: Terraform's escapes undone. */
export function unescapeTerraform(text: string): string {
  return text.replace(/\$\$\{/g, () => "${").replace(/%%\{/g, () => "%{");
}
