import { accessSync, constants, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT_ROOT } from "../../config/paths";
import { checkCdktf, checkJest, checkSource } from "./command-definitions";
import { simpleCommands } from "./shell-words";

/** Gives the commands of ours in a line of shell: those of `npm run`, `npx` and `script/`, from there on. */
export function ourCommands(line: string): string[][] {
  return simpleCommands(line).flatMap((words) => {
    const first = words.findIndex((word) => word !== "sudo" && !/^[A-Z_]+=/.test(word));
    const [program = "", ...args] = words.slice(Math.max(first, 0));
    const path = program.replace(/^\.\//, "");
    const ours = /^script\/./.test(path) || program === "npx" || (program === "npm" && args[0] === "run");
    return ours ? [[path, ...args]] : [];
  });
}

/**
 * Checks that what a command names exists: the npm script, the file, the program, its verbs, arguments and options. No
 * program of ours is started.
 *
 * @param mention the command stands in the text, where a value may be left out.
 * @throws when something does not exist
 */
export async function checkCommand([program = "", ...args]: readonly string[], mention = false): Promise<void> {
  if (program === "npm") await checkNpmRun(args.slice(1), mention);
  else if (program === "npx") await checkCommand(args, mention);
  else if (program === "tsx") await checkSource(args[0] ?? "", args.slice(1), mention);
  else if (program.startsWith("script/")) await checkScript(program, args, mention);
  else await checkPackaged(program, args, mention);
}

async function checkNpmRun(words: readonly string[], mention: boolean): Promise<void> {
  const separator = words.includes("--") ? words.indexOf("--") : words.length;
  const [name = "", ...options] = words.slice(0, separator);
  const passed = words.slice(separator + 1);
  const [option, workspace = ""] = options;
  if (option !== undefined && option !== "-w" && option !== "--workspace") {
    throw new Error(`npm keeps ${options.join(" ")} for itself without a -- before`);
  }

  // A workspace goes by its folder or by its name, under which npm has linked it.
  const byFolder = join(workspace, "package.json");
  const file = existsSync(join(PROJECT_ROOT, byFolder)) ? byFolder : join("node_modules", byFolder);
  const { scripts } = JSON.parse(readFileSync(join(PROJECT_ROOT, file), "utf8")) as { scripts: Record<string, string> };
  const line = scripts[name];
  if (line === undefined) throw new Error(`${file} has no script ${name}`);
  const [only = [], ...more] = simpleCommands(line);
  if (workspace === "" && more.length === 0) await checkCommand([...only, ...passed], mention);
  else if (passed.length > 0) throw new Error(`${name} in ${file} takes no arguments, found ${passed.join(" ")}`);
}

/** Checks a script: what it hands its arguments to knows them, or else its header names each of them. */
async function checkScript(path: string, args: readonly string[], mention: boolean): Promise<void> {
  const file = join(PROJECT_ROOT, path);
  accessSync(file, constants.X_OK);
  const text = readFileSync(file, "utf8");
  const source = /^exec \S*\btsx (\S+\.ts) "\$@"$/m.exec(text)?.[1];
  const cdktf = /(?:"\$\{cdktf\[@\]\}"|run_cdktf|script\/cdktf) (?:(?<verb>\w+) .*)?"\$@"/.exec(text);
  const header = /^(?:#.*\n)+/.exec(text)?.[0].split(/[\s[\]]+/) ?? [];
  // An option that the script takes for itself.
  const isOthers = (word: string): boolean => !(word.startsWith("--") && header.includes(word));
  if (source !== undefined) await checkSource(source, args, mention);
  else if (/\/jest .*"\$@"/.test(text)) await checkJest(args);
  else if (cdktf) checkCdktf([cdktf.groups?.["verb"] ?? [], args.filter(isOthers)].flat(), mention);
  else {
    const unknown = args.filter((word) => !header.includes(word));
    if (unknown.length > 0) throw new Error(`the header of ${path} does not name ${unknown.join(" ")}`);
  }
}

async function checkPackaged(program: string, args: readonly string[], mention: boolean): Promise<void> {
  if (!existsSync(join(PROJECT_ROOT, "node_modules/.bin", program))) {
    throw new Error(`no package has the command ${program}`);
  }
  if (program === "jest") await checkJest(args);
  if (program === "cdktf") checkCdktf(args, mention);
}
