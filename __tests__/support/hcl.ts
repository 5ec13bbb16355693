import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { PROJECT_ROOT } from "../../config/paths";

const run = promisify(execFile);

/** Writes the committed example as HCL into a new folder, by the very command with which a user would leave cdktf. */
export async function synthHcl(outdir: string): Promise<void> {
  const env = { ...process.env, INSTALLATION: "installation.example.yaml" };
  await run(join(PROJECT_ROOT, "script", "hcl"), [outdir], { env });
}

const PARSE = String.raw`
  const { parse } = require("@cdktf/hcl2json");
  const [file] = process.argv.slice(1);
  parse(file, require("node:fs").readFileSync(file, "utf8")).then((tree) => {
    process.stdout.write(JSON.stringify(tree), () => process.exit());
  });
`;

/** What an HCL file says. The parser is WebAssembly that never ends, hence a process of its own. */
export async function parseHcl(file: string): Promise<unknown> {
  const { stdout } = await run(process.execPath, ["--eval", PARSE, file], {
    cwd: PROJECT_ROOT,
    maxBuffer: 64 * 1024 * 1024,
  });
  return JSON.parse(stdout);
}
