/**
 * `tsx script/mend-hcl.ts JSON HCL`: mends what cdktf has written as HCL: check blocks, which it leaves out, are taken from
 * the JSON of the same stacks in the other folder, and lifecycle blocks get references.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { checkBlocks, type StackWithChecks, withReferences } from "./hcl-text";

const [json = "", hcl = ""] = process.argv.slice(2);
for (const name of readdirSync(join(json, "stacks"))) {
  const stack = JSON.parse(readFileSync(join(json, "stacks", name, "cdk.tf.json"), "utf8")) as StackWithChecks;
  const file = join(hcl, "stacks", name, "cdk.tf");
  writeFileSync(file, withReferences(readFileSync(file, "utf8")) + checkBlocks(stack));
}
