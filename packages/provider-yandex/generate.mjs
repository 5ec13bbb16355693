// Turns schema.json into TypeScript bindings in src/, as `cdktf get` would, but without asking a registry:
// the Terraform registry is closed to most users of this cloud.
import { readFileSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import commons from "@cdktf/commons";
import { CodeMaker, TerraformProviderConstraint, TerraformProviderGenerator } from "@cdktf/provider-generator";

process.chdir(dirname(fileURLToPath(import.meta.url)));
const { version } = JSON.parse(readFileSync("package.json", "utf8"));
const schema = JSON.parse(readFileSync("schema.json", "utf8"));

rmSync("src", { recursive: true, force: true });
const code = new CodeMaker();
const generator = new TerraformProviderGenerator(code, schema);
const constraint = new TerraformProviderConstraint({ name: "yandex", source: "yandex-cloud/yandex", version });
generator.generate(new commons.ConstructsMakerProviderTarget(constraint, commons.Language.TYPESCRIPT));
await code.save("src");
