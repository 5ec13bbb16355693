/**
 * `tsx script/hcl-checks.ts JSON HCL`: adds the check blocks of the stacks in one folder to those in the other. cdktf 0.21
 * leaves them out when it writes HCL.
 */
import { appendFileSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

interface Stack {
  readonly check?: Readonly<
    Record<string, { readonly assert: readonly { readonly condition: string; readonly error_message: string }[] }>
  >;
}

const [json = "", hcl = ""] = process.argv.slice(2);
for (const name of readdirSync(join(json, "stacks"))) {
  const { check = {} } = JSON.parse(readFileSync(join(json, "stacks", name, "cdk.tf.json"), "utf8")) as Stack;
  for (const [label, { assert }] of Object.entries(check)) {
    const asserts = assert.flatMap(({ condition, error_message }) => [
      "  assert {",
      `    condition     = ${condition.replace(/^\$\{(.*)\}$/, "$1")}`,
      `    error_message = ${JSON.stringify(error_message)}`,
      "  }",
    ]);
    appendFileSync(join(hcl, "stacks", name, "cdk.tf"), [`\ncheck "${label}" {`, ...asserts, "}\n"].join("\n"));
  }
}
