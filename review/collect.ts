import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import execa from "execa";
import { readSynthesized, type Synthesized } from "./tree";

/** What an app gives at one commit, or in the working tree. */
export interface Side {
  /** Abbreviated commit, or `working tree`. */
  readonly label: string;
  readonly synthesized: Synthesized;
  /** What a reader must know about it. */
  readonly notes: readonly string[];
}

/** A side cannot be had. The message says why and what to do. */
export class NotSynthesized extends Error {}

export interface CollectOptions {
  /** Any folder of the repository; the app is at its root. */
  readonly folder: string;
  /** Installation file for both sides. @default $INSTALLATION, else installation.yaml, else each side's example */
  readonly installation?: string;
  /** Told of every step that takes a while. */
  readonly progress: (step: string) => void;
}

/** Lines of a failed app's output that are shown. */
const LAST_LINES = 20;

/** What decides which packages and bindings an app is run with. The replacement rules are this command's own. */
const DEPENDENCIES = ["package-lock.json", "packages", ":(exclude)packages/provider-yandex/replacement.json"];

/**
 * Synthesizes two sides, each from its own sources, with the app command of its own cdktf.json. Nothing is written
 * outside a temporary folder.
 *
 * @param head undefined: the working tree as it is
 * @throws NotSynthesized
 */
export async function collect(
  base: string,
  head: string | undefined,
  options: CollectOptions,
): Promise<readonly [Side, Side]> {
  const root = (await git(options.folder, "rev-parse", "--show-toplevel")).trim();
  const temporary = mkdtempSync(join(tmpdir(), "review-"));
  const side = async (name: string, revision: string | undefined): Promise<Side> => {
    const folder = join(temporary, name);
    mkdirSync(folder);
    const label = revision === undefined ? "working tree" : await checkOut(root, revision, folder, options.progress);
    options.progress(`synthesizing ${label}`);
    return synthesize(
      revision === undefined ? root : folder,
      join(folder, "cdktf.out"),
      label,
      root,
      installation(root, options),
    );
  };
  try {
    const sides = [side("base", base), side("head", head)] as const;
    // Both to their end: one that failed must not take the folder from under the other.
    await Promise.allSettled(sides);
    return await Promise.all(sides);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

/** One file for both sides: else the operator's own values would show as changes of the code. */
function installation(root: string, { installation: given }: CollectOptions): string | undefined {
  if (given !== undefined) return resolve(given);
  if (process.env.INSTALLATION) return resolve(root, process.env.INSTALLATION);
  const own = join(root, "installation.yaml");
  return existsSync(own) ? own : undefined;
}

/** Lays the files of a commit out in a folder, with packages to run them. Gives the commit's short name. */
async function checkOut(
  root: string,
  revision: string,
  folder: string,
  progress: CollectOptions["progress"],
): Promise<string> {
  const commit = await git(root, "rev-parse", "--verify", "--short", "--end-of-options", `${revision}^{commit}`).catch(
    () => {
      throw new NotSynthesized(
        `${revision}: no commit of that name is here. In a shallow clone: git fetch --unshallow, or git fetch origin ${revision}`,
      );
    },
  );
  const label = commit.trim();
  // Not a worktree: that would write to .git, and stay there if this process is killed.
  const archive = execa("git", ["archive", "--format=tar", label], { cwd: root, buffer: false });
  const unpack = execa("tar", ["-x", "-C", folder]);
  if (archive.stdout && unpack.stdin) archive.stdout.pipe(unpack.stdin);
  await Promise.all([archive, unpack]);

  if (!existsSync(join(folder, "cdktf.json"))) return label;
  if (!existsSync(join(folder, "package-lock.json")) || (await hasSameDependencies(root, label))) {
    const installed = join(root, "node_modules");
    if (existsSync(installed)) symlinkSync(installed, join(folder, "node_modules"));
    return label;
  }
  progress(`installing packages for ${label}: they are others than here`);
  // Not `npm ci`: npm 11 refuses a lock file that lacks an optional package of another platform.
  const { failed, all } = await execa("npm", ["install", "--no-save", "--no-audit", "--no-fund"], {
    cwd: folder,
    all: true,
    reject: false,
  });
  if (failed) throw new NotSynthesized(`${label}: npm install failed\n${lastLines(all)}`);
  return label;
}

async function hasSameDependencies(root: string, commit: string): Promise<boolean> {
  const { exitCode } = await execa("git", ["diff", "--quiet", commit, "--", ...DEPENDENCIES], {
    cwd: root,
    reject: false,
  });
  return exitCode === 0;
}

async function synthesize(
  folder: string,
  out: string,
  label: string,
  root: string,
  installationFile: string | undefined,
): Promise<Side> {
  const config = join(folder, "cdktf.json");
  if (!existsSync(config)) {
    return { label, synthesized: new Map(), notes: [`${label} has no cdktf.json, so no app: it counts as empty.`] };
  }
  const { app } = JSON.parse(readFileSync(config, "utf8")) as { readonly app?: string };
  if (app === undefined) throw new NotSynthesized(`${label}: cdktf.json names no "app" command`);
  const { failed, all } = await execa.command(app, {
    cwd: folder,
    env: { CDKTF_OUTDIR: out, ...(installationFile !== undefined && { INSTALLATION: installationFile }) },
    all: true,
    reject: false,
    shell: true,
  });
  if (failed)
    throw new NotSynthesized(`${label} does not synthesize: ${app}\n${lastLines(all).replaceAll(`${folder}/`, "")}`);
  const synthesized = readSynthesized(out, folder, root);
  if (synthesized.size === 0)
    throw new NotSynthesized(`${label}: ${app} ended well but made no stack in $CDKTF_OUTDIR`);
  return { label, synthesized, notes: [] };
}

async function git(folder: string, ...args: string[]): Promise<string> {
  return (await execa("git", args, { cwd: folder })).stdout;
}

/** The end of what a command said, without stack frames, which push the message out of sight. */
function lastLines(output: string | undefined): string {
  const lines = (output ?? "").split("\n").filter((line) => line.trim() !== "" && !/^\s+at |^npm warn/.test(line));
  return lines.slice(-LAST_LINES).join("\n");
}
