import execa from "execa";

export interface CommandOptions {
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** @default 120 */
  readonly timeoutSeconds?: number;
}

/** Runs a program. @returns its stdout. @throws with the command, its status and its last lines */
export async function run(command: string, args: readonly string[], options: CommandOptions = {}): Promise<string> {
  const { timeoutSeconds = 120, env, input } = options;
  const result = await execa(command, args, {
    reject: false,
    timeout: timeoutSeconds * 1000,
    maxBuffer: 64 * 1024 * 1024,
    ...(env && { env }),
    ...(input === undefined ? { stdin: "ignore" } : { input }),
  });
  if (!result.failed) return result.stdout;
  // exitCode is undefined when the program could not be started, whatever the types say.
  const status = result.exitCode as number | undefined;
  const how = result.timedOut ? `is still running after ${timeoutSeconds} s` : `status ${status ?? "none"}`;
  const words = lastLines(result.stderr || result.stdout || (result as { shortMessage?: string }).shortMessage || "");
  throw new Error(`${[command, ...args].join(" ")}: expected status 0, found ${how}: ${words}`);
}

/** Runs a program. @returns whether its status is 0 */
export async function succeeds(command: string, args: readonly string[]): Promise<boolean> {
  const { failed } = await execa(command, args, { reject: false, stdio: "ignore" });
  return !failed;
}

/** Runs several commands of `ip` at once, inside a network namespace unless it is undefined. */
export async function ip(namespace: string | undefined, lines: readonly string[]): Promise<void> {
  await run("ip", [...(namespace === undefined ? [] : ["-n", namespace]), "-batch", "-"], { input: lines.join("\n") });
}

export function lastLines(text: string, count = 5): string {
  return text.trimEnd().split("\n").slice(-count).join("\n");
}
