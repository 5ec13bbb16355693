/** Writes installation.schema.json, with which editors complete and check an installation. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { format, resolveConfig } from "prettier";
import { editorSchema } from "../config/json-schema";
import { PROJECT_ROOT } from "../config/paths";

async function main(): Promise<void> {
  const file = join(PROJECT_ROOT, "installation.schema.json");
  const style = await resolveConfig(file);
  writeFileSync(file, await format(JSON.stringify(editorSchema()), { ...style, filepath: file }));
}

void main();
