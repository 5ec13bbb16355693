import type { Command } from "commander";
import { messageOf } from "../config/message-of";

/**
 * Runs a command line program. An error is printed as one message behind the program's name, and becomes an exit status
 * of its own: other statuses are a program's verdict.
 *
 * @param status the exit status of an error. @default 2
 * @example runCli(new Command("drill").option("--quick", "shorter phases").action(main));
 */
export function runCli(program: Command, status = 2): void {
  program.parseAsync().catch((error: unknown) => {
    console.error(`${program.name()}: ${messageOf(error)}`);
    process.exitCode = status;
  });
}
