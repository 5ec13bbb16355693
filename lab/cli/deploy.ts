import { join } from "node:path";
import { PROJECT_ROOT } from "../../config/paths";
import { runCdktf, type Tools } from "./cdktf";

const CDKTF = join(PROJECT_ROOT, "script", "cdktf");

/**
 * Runs `cdktf deploy` for all stacks of the lab. Its whole output stays in the lab's deploy.log.
 *
 * @param app a TypeScript file with the cdktf app, relative to the project. @default main.ts
 * @throws CdktfFailed
 */
export async function deploy(tools: Tools, app?: string): Promise<void> {
  const { deployLog, output } = tools.paths;
  const options = ["--auto-approve", "--skip-provider-lock", "--output", output];
  if (app !== undefined) options.push("--app", `npx tsx ${app}`);
  await runCdktf(tools, { name: "cdktf deploy", argv: [CDKTF, "deploy", "*", ...options], log: deployLog });
}
