import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import execa from "execa";
import { PROJECT_ROOT } from "../../config/paths";

// Each run starts git, tsx and two apps: about a second, more on a busy machine.
jest.setTimeout(60_000);

/** An app as small as can be: writes what `installation.json` beside it says, as cdktf would. */
const MAIN = `
  const { mkdirSync, readFileSync, writeFileSync } = require("node:fs");
  const stacks = JSON.parse(readFileSync(process.env.INSTALLATION || "installation.json", "utf8"));
  for (const [name, stack] of Object.entries(stacks)) {
    const folder = process.env.CDKTF_OUTDIR + "/stacks/" + name;
    mkdirSync(folder, { recursive: true });
    writeFileSync(folder + "/cdk.tf.json", JSON.stringify(stack));
  }
`;

const disk = (type: string): object => ({ data: { resource: { yandex_compute_disk: { disk: { type } } } } });

/** A git repository whose commits a test writes. */
class Repository {
  readonly folder = mkdtempSync(join(tmpdir(), "repository-"));

  async init(): Promise<void> {
    await this.git("init", "--quiet");
    await this.commit({ "README.md": "no app yet\n" });
  }

  /** Gives the commit's name. */
  async commit(files: Readonly<Record<string, string | object>>): Promise<string> {
    this.write(files);
    await this.git("add", "--all");
    await this.git("-c", "user.name=Test", "-c", "user.email=test@example.org", "commit", "--quiet", "-m", "Change");
    return this.git("rev-parse", "--short", "HEAD");
  }

  write(files: Readonly<Record<string, string | object>>): void {
    for (const [name, content] of Object.entries(files)) {
      writeFileSync(join(this.folder, name), typeof content === "string" ? content : JSON.stringify(content));
    }
  }

  async review(...args: string[]): Promise<{ exitCode: number; stdout: string }> {
    const tsx = join(PROJECT_ROOT, "node_modules/.bin/tsx");
    const env = { INSTALLATION: "", TMPDIR: this.folder };
    return execa(tsx, [join(PROJECT_ROOT, "review/cli.ts"), ...args], { cwd: this.folder, env, reject: false });
  }

  private async git(...args: string[]): Promise<string> {
    return (await execa("git", args, { cwd: this.folder })).stdout;
  }
}

describe("npm run review", () => {
  const repository = new Repository();
  let hdd: string;
  let ssd: string;
  let broken: string;

  beforeAll(async () => {
    await repository.init();
    const app = { "cdktf.json": { app: "node main.js" }, "main.js": MAIN };
    hdd = await repository.commit({ ...app, "installation.json": disk("network-hdd") });
    ssd = await repository.commit({ "installation.json": disk("network-ssd") });
    broken = await repository.commit({ "main.js": 'throw new Error("a mistake in the app")' });
    await repository.commit(app);
  });

  afterAll(() => {
    rmSync(repository.folder, { recursive: true });
  });

  it("compares two commits, each with its own app and installation", async () => {
    const { exitCode, stdout } = await repository.review(hdd, ssd);
    expect(stdout).toContain('type: "network-hdd" → "network-ssd"  # forces replacement');
    expect(exitCode).toBe(0);
  });

  it("compares a commit with the working tree, also what is not committed", async () => {
    repository.write({ "installation.json": disk("network-ssd-nonreplicated") });
    const { stdout } = await repository.review("HEAD");
    expect(stdout).toContain("→ working tree");
    expect(stdout).toContain('"network-ssd" → "network-ssd-nonreplicated"');
    repository.write({ "installation.json": disk("network-ssd") });
  });

  it("gives both sides the same installation where one is named", async () => {
    repository.write({ "own.json": disk("network-hdd") });
    const { stdout } = await repository.review(hdd, ssd, "--installation", "own.json");
    expect(stdout).toContain("No change");
  });

  it("fails with --exit-code when a disk would be lost", async () => {
    const { exitCode, stdout } = await repository.review(hdd, ssd, "--exit-code", "--markdown");
    expect(stdout).toContain("Lost for good");
    expect(exitCode).toBe(1);
  });

  it("counts a commit without an app as empty", async () => {
    const { exitCode, stdout } = await repository.review(`${hdd}~1`, hdd);
    expect(stdout).toContain("has no cdktf.json, so no app: it counts as empty.");
    expect(stdout).toContain("1 added");
    expect(exitCode).toBe(0);
  });

  it("says what is wrong with a commit that does not synthesize", async () => {
    const { exitCode, stdout } = await repository.review(broken, ssd);
    expect(stdout).toContain(`No review: ${broken} does not synthesize: node main.js`);
    expect(stdout).toContain("a mistake in the app");
    expect(exitCode).toBe(2);
  });

  it("says what is wrong with a name that is no commit", async () => {
    const { exitCode, stdout } = await repository.review("nowhere");
    expect(stdout).toContain("No review: nowhere: no commit of that name is here.");
    expect(exitCode).toBe(2);
  });

  it("leaves nothing behind", () => {
    expect(readdirSync(repository.folder).filter((name) => name.startsWith("review-"))).toEqual([]);
  });
});
