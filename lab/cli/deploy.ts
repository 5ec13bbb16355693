import { join } from "node:path";
import { PROJECT_ROOT } from "../../config/paths";
import { runCdktf, type Tools } from "./cdktf";

const CDKTF = join(PROJECT_ROOT, "script", "cdktf");

/**
 * `cdktf deploy` of all stacks into the lab. What it said whole stays in the lab's deploy.log.
 *
 * @param app a TypeScript file in place of `main.ts`
 */
export async function deploy(tools: Tools, app?: string): Promise<void> {
  const { deployLog, output } = tools.paths;
  const options = ["--auto-approve", "--skip-provider-lock", "--output", output];
  if (app !== undefined) options.push("--app", `npx tsx ${app}`);
  await runCdktf(tools, { name: "cdktf deploy", argv: [CDKTF, "deploy", "*", ...options], log: deployLog });
}
