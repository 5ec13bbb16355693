import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { InvalidInstallation } from "./invalid-installation";
import { displayPath, PROJECT_ROOT } from "./paths";
import { problemsOf } from "./problems";
import { type Installation, installationSchema } from "./schema";
import { chosenFile, EXAMPLE } from "./which-file";
import { parseYaml, type Position, type YamlSource } from "./yaml-source";

/**
 * Reads and checks an installation. Relative paths start at the project's folder.
 *
 * @param file path of the config. @default the environment variable INSTALLATION, else installation.yaml if there is
 *   one, else installation.example.yaml
 * @throws InvalidInstallation with all problems at once
 * @example
 *   loadInstallation("installation.yaml").domain; // "bingo.example.org"
 */
export function loadInstallation(file?: string): Installation {
  const path = resolve(PROJECT_ROOT, file ?? chosenFile() ?? EXAMPLE);
  return checkText(readText(path, displayPath(path)), path).installation;
}

/** A config that is well formed, with its text's values and their places. */
export interface CheckedText {
  readonly installation: Installation;
  readonly source: YamlSource;
}

/**
 * Checks the text of a config.
 *
 * @param path absolute, where the text lies or will lie
 * @throws InvalidInstallation with all problems at once
 */
export function checkText(text: string, path: string): CheckedText {
  const name = displayPath(path);
  const source = parseYaml(text);
  if (source.errors.length > 0) throw invalid(name, source.errors);

  const result = installationSchema(dirname(path)).safeParse(source.data);
  if (result.success) return { installation: result.data, source };
  const problems = problemsOf(result.error.issues, source.data);
  throw invalid(
    name,
    problems.map(({ path, part, text }) => ({ position: source.positionOf(path, part), message: text })),
  );
}

/** Loads the installation for a command: with a wrong config the process prints its problems and exits with status 1. */
export function loadInstallationOrExit(file?: string): Installation {
  try {
    return loadInstallation(file);
  } catch (error) {
    if (!(error instanceof InvalidInstallation)) throw error;
    console.error(error.message);
    process.exit(1);
  }
}

/** Reads the text of a config. @throws InvalidInstallation */
export function readText(path: string, name: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new InvalidInstallation(name, [`${name}: cannot be read (${code ?? String(error)}), allowed: a YAML file`]);
  }
}

/** Makes one error of problems, in the order of the file. */
export function invalid(
  name: string,
  problems: readonly { readonly position: Position; readonly message: string }[],
): InvalidInstallation {
  const inOrder = [...problems].sort(({ position: a }, { position: b }) => a.line - b.line || a.column - b.column);
  return new InvalidInstallation(
    name,
    inOrder.map(({ position: { line, column }, message }) => `${name}:${line}:${column} ${message}`),
  );
}
