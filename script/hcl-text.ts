/** A stack's JSON, as far as its check blocks go. */
export interface StackWithChecks {
  readonly check?: Readonly<
    Record<string, { readonly assert: readonly { readonly condition: string; readonly error_message: string }[] }>
  >;
}

/** The check blocks of a stack's JSON in HCL: cdktf 0.21 leaves them out when it writes HCL. */
export function checkBlocks({ check = {} }: StackWithChecks): string {
  return Object.entries(check)
    .map(([label, { assert }]) => {
      const asserts = assert.flatMap(({ condition, error_message }) => [
        "  assert {",
        `    condition     = ${condition.replace(/^\$\{(.*)\}$/, "$1")}`,
        `    error_message = ${JSON.stringify(error_message)}`,
        "  }",
      ]);
      return [`\ncheck "${label}" {`, ...asserts, "}\n"].join("\n");
    })
    .join("");
}

/**
 * HCL whose lifecycle blocks name arguments and resources as references. cdktf 0.21 writes them as texts: JSON knows no other
 * way; in HCL the engine refuses them ("Missing resource reference in replace_triggered_by expression") or warns.
 */
export function withReferences(hcl: string): string {
  return hcl.replace(/^ {4}(?:ignore_changes|replace_triggered_by) = \[\n[\s\S]*?^ {4}\]$/gm, (list) =>
    list.replaceAll(/^ {6}"([^"]+)",$/gm, "      $1,"),
  );
}
