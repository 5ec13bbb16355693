import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Command, CommanderError } from "commander";
import { buildArgv } from "jest";
import { PROJECT_ROOT } from "../../config/paths";

/** What a command in the text may leave open, and one to be typed may not. */
const LEFT_OPEN = new Set([
  "commander.help",
  "commander.invalidArgument",
  "commander.missingArgument",
  "commander.missingMandatoryOptionValue",
  "commander.optionMissingArgument",
]);

const programs = new Map<string, Command>();

/** Checks the arguments of a source of ours by its own definition, values included. @throws when it would not take them */
export async function checkSource(file: string, args: readonly string[], mention: boolean): Promise<void> {
  if (!readFileSync(join(PROJECT_ROOT, file), "utf8").includes("runCli(")) {
    if (args.length > 0) throw new Error(`${file} takes no arguments, found ${args.join(" ")}`);
    return;
  }
  const program = programs.get(file) ?? (await loaded(file));
  programs.set(file, program);
  try {
    program.parse(args, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode !== 0 && !(mention && LEFT_OPEN.has(error.code))) throw error;
  }
}

const given: Command[] = [];
jest.mock("../../script/run-cli", () => ({ runCli: (program: Command) => given.push(program) }));

/** Loads a program that does nothing with what it is given. */
async function loaded(file: string): Promise<Command> {
  await import(join(PROJECT_ROOT, file));
  const program = given.pop();
  if (program === undefined) throw new Error(`expected a program in ${file}, found none`);
  return disarmed(program);
}

function disarmed(program: Command): Command {
  const silent = (): void => undefined;
  for (const command of program.commands) disarmed(command);
  // A program with verbs alone shows its help instead.
  if (program.commands.length === 0) program.action(silent);
  return program.exitOverride().configureOutput({ writeOut: silent, writeErr: silent });
}

/**
 * Checks the arguments of jest by its own definition, and the names of projects: all words behind `--selectProjects` are
 * such names, also what was meant as a pattern of files.
 *
 * @throws when it would not take them
 */
export async function checkJest(args: readonly string[]): Promise<void> {
  const { selectProjects = [] } = (await buildArgv([...args])) as { selectProjects?: readonly string[] };
  const { projects } = (await import(join(PROJECT_ROOT, "jest.config.js"))) as { projects: { displayName: string }[] };
  const names = projects.map(({ displayName }) => displayName);
  const unknown = selectProjects.filter((name) => !names.includes(name));
  if (unknown.length > 0) throw new Error(`jest.config.js has no project ${unknown.join(" ")}`);
}

const helps = new Map<string, string>();

/** Checks a verb of cdktf and its options by its help. @throws when it does not name them */
export function checkCdktf([verb = "", ...args]: readonly string[], mention = false): void {
  if (mention && verb === "") return;
  const help = helps.get(verb) ?? helpOfCdktf(verb);
  helps.set(verb, help);
  if (help.split(/\s/)[1] !== verb) throw new Error(`cdktf has no command ${verb}`);
  const known: readonly string[] = help.match(/(?<=\s)--?[a-z-]+/g) ?? [];
  const unknown = args.filter((word) => word.startsWith("-") && !known.includes(word.split("=")[0] ?? ""));
  if (unknown.length > 0) throw new Error(`cdktf ${verb} does not know ${unknown.join(" ")}`);
}

function helpOfCdktf(verb: string): string {
  const program = join(PROJECT_ROOT, "node_modules/cdktf-cli/bundle/bin/cdktf");
  return spawnSync(process.execPath, [program, verb, "--help"], {
    cwd: PROJECT_ROOT,
    env: { ...process.env, CHECKPOINT_DISABLE: "1" },
    encoding: "utf8",
    timeout: 60_000,
  }).stdout;
}
