import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import execa from "execa";

const SCRIPT = join(__dirname, "..", "..", "script", "engine");

/** A finding of `validate -json`. */
export interface Diagnostic {
  readonly severity: "error" | "warning";
  readonly summary: string;
  readonly detail?: string;
  /** Where in the configuration, for example `resource.yandex_vpc_subnet.subnet`. */
  readonly address?: string;
}

/** A Terraform or OpenTofu that takes nothing from the user's own settings. */
export class Engine {
  /** Of its processes. */
  readonly environment: NodeJS.ProcessEnv;

  /** @param path of the program @param settings environment variables. By default the engine finds no provider */
  constructor(
    readonly path: string,
    readonly settings: Readonly<Record<string, string>> = { TF_CLI_CONFIG_FILE: "/dev/null" },
  ) {
    const own = Object.entries(process.env).filter(([name]) => !/^(TF|YC|AWS)_/.test(name));
    this.environment = { ...Object.fromEntries(own), CHECKPOINT_DISABLE: "1", ...settings };
  }

  /** Runs the engine in a folder. @returns its stdout. @throws with its whole output when its status is not 0 */
  async run(folder: string, ...args: readonly string[]): Promise<string> {
    const { status, stdout, stderr } = await this.try(folder, args);
    if (status === 0) return stdout;
    throw new Error(`${this.path} ${args.join(" ")} in ${folder} failed with status ${status}:\n${stdout}${stderr}`);
  }

  /** Validates an initialized folder. @returns errors and warnings */
  async validate(folder: string): Promise<readonly Diagnostic[]> {
    // Status 1 means that there are errors; the JSON lists them.
    const { stdout, stderr } = await this.try(folder, ["validate", "-json"]);
    if (stdout === "") throw new Error(`${this.path} validate -json in ${folder} printed no JSON:\n${stderr}`);
    const { diagnostics } = JSON.parse(stdout) as {
      diagnostics: (Diagnostic & { snippet?: { context?: string } })[];
    };
    return diagnostics.map(({ severity, summary, detail, snippet }) => ({
      severity,
      summary,
      ...(detail && { detail }),
      ...(snippet?.context && { address: snippet.context }),
    }));
  }

  private async try(folder: string, args: readonly string[]) {
    try {
      const options = { cwd: folder, env: this.environment, maxBuffer: 64 * 1024 * 1024 };
      return { status: 0, ...(await promisify(execFile)(this.path, args, options)) };
    } catch (error) {
      const { code, stdout, stderr } = error as { code?: unknown; stdout?: string; stderr?: string };
      if (typeof code !== "number") throw error;
      return { status: code, stdout: stdout ?? "", stderr: stderr ?? "" };
    }
  }

  /** Host of the registry for providers that are named without a host: Terraform's and OpenTofu's differ. */
  async defaultRegistry(): Promise<string> {
    const folder = mkdtempSync(join(tmpdir(), "engine-"));
    try {
      writeFileSync(
        join(folder, "main.tf.json"),
        JSON.stringify({ terraform: { required_providers: { null: { source: "hashicorp/null" } } } }),
      );
      const host = /provider\[([^/\]]+)\/hashicorp\/null\]/.exec(await this.run(folder, "providers"))?.[1];
      if (!host) throw new Error(`${this.path} providers: expected a line with provider[HOST/hashicorp/null]`);
      return host;
    } finally {
      rmSync(folder, { recursive: true });
    }
  }

  /** Operating system and processor as mirrors name them, for example `linux_amd64`. */
  async platform(): Promise<string> {
    return (JSON.parse(await this.run(tmpdir(), "version", "-json")) as { platform: string }).platform;
  }
}

/** Finds the engine that the user's commands take: see script/engine. @returns its path */
export async function findUsersEngine(): Promise<string> {
  const { stdout } = await execa(SCRIPT, { stdin: "ignore", stderr: "inherit" });
  return stdout.trim();
}
