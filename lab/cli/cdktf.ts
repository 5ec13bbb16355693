import { createWriteStream, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import execa from "execa";
import { DEPLOY_INTO, LAB } from "../../config/deployable";
import { PROJECT_ROOT } from "../../config/paths";
import type { LabStatus } from "../cloud/protocol";
import { endDeployment } from "./orphans";
import type { LabPaths } from "../paths";
import type { DeploymentPhases } from "./deployment-phases";
import { DeploymentProgress, type DeploymentEvent, shown } from "./deployment-progress";

/** How cdktf works on a lab. */
export interface Tools {
  readonly paths: LabPaths;
  /** Path of Terraform or OpenTofu. */
  readonly engine: string;
  /** Environment variables that make the engine use the lab's providers. */
  readonly mirror: Readonly<Record<string, string>>;
  /** The API of the lab's cloud. */
  readonly api: LabStatus["api"];
  /** Takes lines for the terminal. */
  readonly tell: (line: string) => void;
  /** Finds the phases of the run. @default none */
  readonly phases?: DeploymentPhases;
}

/** A command line that runs cdktf. */
export interface CdktfCommand {
  /** For messages, for example `cdktf deploy`. */
  readonly name: string;
  /** The program and its arguments, from the project's folder. */
  readonly argv: readonly [string, ...string[]];
  /** File for the whole output. */
  readonly log: string;
}

const LAST_LINES = 40;
const CDKTF = join(PROJECT_ROOT, "script", "cdktf");

/**
 * Runs cdktf on a lab and reports its progress line by line. Processes that a killed command left behind are ended first.
 *
 * Belongs inside `exclusively`: it would end another command's deployment as well.
 *
 * @throws CdktfFailed
 */
export async function runCdktf(tools: Tools, command: CdktfCommand): Promise<void> {
  const { paths, engine, mirror, api, tell, phases } = tools;
  await endDeployment(paths);
  const [program, ...args] = command.argv;
  const log = createWriteStream(command.log);
  const started = Date.now();
  const elapsed = (): number => (Date.now() - started) / 1000;
  const progress = new DeploymentProgress(elapsed, (stack, seconds) => phases?.began(stack, seconds));
  const last: string[] = [];
  const take = (line: DeploymentEvent): void => {
    phases?.line(line);
    tell(shown(line));
    last.push(shown(line));
    if (last.length > LAST_LINES) last.shift();
  };

  const cdktf = execa(program, args, {
    cwd: PROJECT_ROOT,
    env: { ...labEnvironment(process.env, paths, api), TERRAFORM_BINARY_NAME: engine, ...mirror },
    extendEnv: false,
    all: true,
    buffer: false,
    stdin: "ignore",
    reject: false,
  });
  cdktf.all?.setEncoding("utf8").on("data", (piece: string) => {
    log.write(piece);
    progress.push(piece).forEach(take);
  });
  // An interrupted cdktf exits by itself when the state is whole. A terminal has sent it the signal already.
  const interruption = new AbortController();
  const interrupt = (): void => {
    interruption.abort();
    cdktf.kill("SIGINT");
  };
  process.on("SIGINT", interrupt).on("SIGTERM", interrupt);
  const { exitCode, signal } = await cdktf;
  process.off("SIGINT", interrupt).off("SIGTERM", interrupt);
  progress.end().forEach(take);
  log.end();
  if (interruption.signal.aborted) throw new CdktfFailed(command, "an interruption", last);
  if (exitCode !== 0) throw new CdktfFailed(command, signal ?? `status ${exitCode}`, last);
}

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

/** Makes the engine's environment: without the settings of the user's own cloud, and with paths that only the lab uses. */
export function labEnvironment(
  environment: NodeJS.ProcessEnv,
  paths: LabPaths,
  api: LabStatus["api"],
): Record<string, string> {
  const kept = Object.entries(environment).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined && !/^(TF|YC|AWS|CDKTF|SSL_CERT)_|^INSTALLATION$/.test(entry[0]),
  );
  return {
    ...Object.fromEntries(kept),
    CHECKPOINT_DISABLE: "1",
    // Otherwise cdktf puts the stand-ins where the user's own projects look for the real providers.
    CDKTF_DISABLE_PLUGIN_CACHE_ENV: "1",
    LAB_SOCKET: paths.socket,
    ...apiEnvironment(api),
    // Names and addresses of a lab are those of manuals, which a cloud is not given.
    [DEPLOY_INTO]: LAB,
    INSTALLATION: paths.installation,
    CDKTF_OUTDIR: paths.output,
  };
}

/** Variables that the provider reads: the cloud is the lab's. Nothing of it is in the stacks. */
export function apiEnvironment(api: LabStatus["api"]): Record<string, string> {
  return {
    YC_ENDPOINT: api.endpoint,
    YC_TOKEN: readFileSync(api.tokenFile, "utf8"),
    YC_CLOUD_ID: "lab",
    YC_FOLDER_ID: "lab",
    YC_ZONE: "ru-central1-a",
    SSL_CERT_FILE: api.certificateFile,
  };
}

/** cdktf failed or was interrupted. */
export class CdktfFailed extends Error {
  override readonly name = "CdktfFailed";

  constructor(
    command: CdktfCommand,
    end: string,
    /** The last lines of its progress. */
    readonly lines: readonly string[],
  ) {
    const log = relative(PROJECT_ROOT, command.log);
    super(
      `${command.name}: expected status 0, found ${end}; all it said is in ${log}\nMend the cause and run it again, or script/lab down.`,
    );
  }
}
