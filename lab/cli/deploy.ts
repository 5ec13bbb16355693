import { createWriteStream } from "node:fs";
import { join } from "node:path";
import execa from "execa";
import { PROJECT_ROOT } from "../../config/paths";
import type { LabPaths } from "./paths";
import { Progress } from "./progress";

export interface Deployment {
  readonly paths: LabPaths;
  /** Path of Terraform or OpenTofu. */
  readonly engine: string;
  /** What makes it take the lab's providers. */
  readonly mirror: Readonly<Record<string, string>>;
  readonly tell: (line: string) => void;
}

const CDKTF = join(PROJECT_ROOT, "node_modules", ".bin", "cdktf");
const LAST_LINES = 40;

/** `cdktf deploy` of all stacks into the lab. What it said whole stays in the lab's deploy.log. */
export async function deploy({ paths, engine, mirror, tell }: Deployment): Promise<void> {
  const args = ["deploy", "*", "--auto-approve", "--skip-provider-lock", "--output", paths.output];
  const log = createWriteStream(paths.deployLog);
  const started = Date.now();
  const progress = new Progress(() => (Date.now() - started) / 1000);
  const last: string[] = [];

  const cdktf = execa(CDKTF, args, {
    cwd: PROJECT_ROOT,
    env: { ...deployEnvironment(process.env, paths), TERRAFORM_BINARY_NAME: engine, ...mirror },
    extendEnv: false,
    all: true,
    buffer: false,
    stdin: "ignore",
    reject: false,
  });
  cdktf.all?.setEncoding("utf8").on("data", (piece: string) => {
    log.write(piece);
    for (const line of progress.push(piece)) {
      tell(line);
      last.push(line);
      if (last.length > LAST_LINES) last.shift();
    }
  });
  // It ends by itself then, so that the state is whole; a terminal has told it already.
  const interruption = new AbortController();
  const interrupt = (): void => {
    interruption.abort();
    cdktf.kill("SIGINT");
  };
  process.on("SIGINT", interrupt).on("SIGTERM", interrupt);
  const { exitCode, signal } = await cdktf;
  process.off("SIGINT", interrupt).off("SIGTERM", interrupt);
  progress.end().forEach(tell);
  log.end();
  if (interruption.signal.aborted) throw new DeploymentFailed(paths, "an interruption", last);
  if (exitCode !== 0) throw new DeploymentFailed(paths, signal ?? `status ${exitCode}`, last);
}

/** The engine's environment: nothing of the user's own cloud, and no place that the lab would share with it. */
export function deployEnvironment(environment: NodeJS.ProcessEnv, paths: LabPaths): Record<string, string> {
  const kept = Object.entries(environment).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined && !/^(TF|YC|AWS|CDKTF)_|^INSTALLATION$/.test(entry[0]),
  );
  return {
    ...Object.fromEntries(kept),
    CHECKPOINT_DISABLE: "1",
    // Else cdktf puts the stand-ins where the user's own projects look for the real providers.
    CDKTF_DISABLE_PLUGIN_CACHE_ENV: "1",
    LAB_SOCKET: paths.socket,
    INSTALLATION: paths.installation,
    CDKTF_OUTDIR: paths.output,
  };
}

/** cdktf ended otherwise than it should. */
export class DeploymentFailed extends Error {
  override readonly name = "DeploymentFailed";

  constructor(
    paths: LabPaths,
    end: string,
    /** Its last lines, as they were told. */
    readonly lines: readonly string[],
  ) {
    super(`cdktf deploy: expected status 0, found ${end}; all it said is in ${paths.folder}/deploy.log`);
  }
}
