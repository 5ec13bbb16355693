import execa from "execa";

/** What a program of the engine has said. */
export interface EngineAnswer {
  readonly stdout: string;
  readonly stderr: string;
  readonly failed: boolean;
  /** undefined: it did not end by itself */
  readonly status: number | undefined;
  /** The program does not exist. */
  readonly missing: boolean;
}

/** The program that cdktf would start. */
export function engineName(env: NodeJS.ProcessEnv): string {
  return env["TERRAFORM_BINARY_NAME"] || "terraform";
}

/** Runs the engine, with no questions to its makers. @param env replaces this process's */
export async function runEngine(env: NodeJS.ProcessEnv, args: readonly string[], cwd?: string): Promise<EngineAnswer> {
  const {
    stdout = "",
    stderr = "",
    failed = true,
    exitCode,
    code,
  } = (await execa(engineName(env), args, {
    ...(cwd !== undefined && { cwd }),
    env: { ...env, CHECKPOINT_DISABLE: "1" },
    extendEnv: false,
    stdin: "ignore",
    reject: false,
  })) as Partial<execa.ExecaReturnValue> & { readonly code?: string };
  // Of a program that could not be started nothing was heard.
  return { stdout, stderr, failed, status: exitCode, missing: code === "ENOENT" };
}
