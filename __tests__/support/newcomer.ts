import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import execa from "execa";
import { PROJECT_ROOT } from "../../config/paths";
import { EmulatedCloud } from "./cloud-api";
import { nodeOf } from "./node-of";

/** How a command ended, and all that it said. */
export interface Said {
  readonly status: number;
  readonly text: string;
}

/** A person with a fresh clone and a release of Node.js, who types what the README names, and has set nothing else. */
export class Newcomer {
  private constructor(
    private readonly folder: string,
    private readonly path: string,
    /** Its REST API, which the doctor asks. */
    readonly catalogue: EmulatedCloud,
  ) {}

  /** @param major of Node.js */
  static async arrives(major: number): Promise<Newcomer> {
    mkdirSync(join(PROJECT_ROOT, ".cache"), { recursive: true });
    // Below the project: what npm has installed there can be linked from nowhere else.
    const folder = mkdtempSync(join(PROJECT_ROOT, ".cache", "newcomer-"));
    const path = `${await nodeOf(major)}:${process.env["PATH"] ?? ""}`;
    const one = new Newcomer(folder, path, await EmulatedCloud.start());
    await execa("git", ["clone", "--quiet", PROJECT_ROOT, one.file()]);
    // Whatever is checked out here.
    await execa("git", ["checkout", "--quiet", "-B", "main"], { cwd: one.file() });
    // In place of npm ci.
    await execa("cp", ["-al", join(PROJECT_ROOT, "node_modules"), one.file("node_modules")]);
    for (const made of ["lib", "src"]) {
      const part = join("packages/provider-yandex", made);
      await execa("cp", ["-al", join(PROJECT_ROOT, part), one.file(part)]);
    }
    return one;
  }

  /** Where the files of tests are, and the person's home. */
  get home(): string {
    return this.folder;
  }

  /** A file of the clone. */
  file(...path: readonly string[]): string {
    return join(this.folder, "checkout", ...path);
  }

  /** Runs a program in the clone. */
  async types(program: string, args: readonly string[], env: Readonly<NodeJS.ProcessEnv> = {}): Promise<Said> {
    const { exitCode, all = "" } = await execa(program, args, {
      cwd: this.file(),
      env: { PATH: this.path, HOME: this.folder, ...env },
      extendEnv: false,
      stdin: "ignore",
      all: true,
      reject: false,
    });
    return { status: exitCode, text: all };
  }

  /** Runs a script of package.json. */
  npm(script: string, env: Readonly<NodeJS.ProcessEnv>, ...args: readonly string[]): Promise<Said> {
    return this.types("npm", ["run", "--silent", script, "--", ...args], env);
  }

  /** Changes a file of the clone as one does in an editor. */
  edits(file: string, from: string | RegExp, to: string): void {
    const text = readFileSync(this.file(file), "utf8");
    const changed = text.replace(from, to);
    if (changed === text) throw new Error(`${file}: expected ${String(from)}, found none`);
    writeFileSync(this.file(file), changed);
  }

  async leaves(): Promise<void> {
    await this.catalogue.stop();
    rmSync(this.folder, { recursive: true });
  }
}
