import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import execa from "execa";
import { PROJECT_ROOT } from "../../config/paths";

/** What cdktf was called with. */
export interface CdktfCall {
  readonly args: readonly string[];
  readonly nodeOptions: string;
  readonly checkpoint: string;
  readonly ci?: string;
  readonly umask: string;
  /** The program that it would take for the engine. */
  readonly engine?: string;
}

/** A resource, and what is done with it, as `show -json` of a plan has it. */
export interface PlannedResource {
  readonly type: string;
  readonly address: string;
  readonly action_reason?: string;
  readonly change: object;
}

/** Notes how it is called, and makes what cdktf would: for `synth` and `deploy` the list of stacks. */
const CDKTF = `
const { appendFileSync, existsSync, mkdirSync, writeFileSync } = require("node:fs");
const args = process.argv.slice(2);
const { NODE_OPTIONS: nodeOptions, CHECKPOINT_DISABLE: checkpoint, CI: ci, TERRAFORM_BINARY_NAME: engine } = process.env;
const umask = process.umask().toString(8);
appendFileSync(__dirname + "/calls", JSON.stringify({ args, nodeOptions, checkpoint, ci, umask, engine }) + "\\n");
const out = args[args.indexOf("--output") + 1] ?? "d.out";
if (args[0] === "synth") {
  if (!existsSync(out)) mkdirSync(out);
  mkdirSync(out + "/stacks/data", { recursive: true });
  const stacks = { edge: { dependencies: ["network"] }, network: {}, data: {} };
  writeFileSync(out + "/manifest.json", JSON.stringify({ stacks }));
  mkdirSync(out + "/stacks/edge", { recursive: true });
  const read = { terraform_remote_state: { "cross-stack-reference-input-network": {} } };
  writeFileSync(out + "/stacks/edge/cdk.tf.json", JSON.stringify({ data: read }));
  writeFileSync(out + "/stacks/data/cdk.tf.json", process.env.PROTECTED ? '"prevent_destroy": true' : "{}");
}
`;

/** Folders and files that the commands of a laptop are made of. */
const PARTS = [
  "config",
  "script",
  "stacks",
  "main.ts",
  ".npmrc",
  "package-lock.json",
  "package.json",
  "cdktf.json",
  "installation.example.yaml",
];
const LINKED = ["packages", "lab", "proof", "constructs", "cloud-init", "templates", "monitoring", "review", "docs"];

/** A config whose values are somebody's own, as a deployment wants them. */
export const OWN_CONFIG = `
domain: bingo.mine.org
bingo: { studentEmail: me@mine.org, binary: { url: "https://storage.yandexcloud.net/final-homework/bingo" } }
ssh: { sources: [8.8.8.8/32] }
`;

/** How cdktf is called to deploy, with no other options. */
export const DEPLOY = "deploy * --skip-synth --output cdktf.out --skip-provider-lock";

/** Gives each test of a file a checkout of its own. @returns the one of the test that runs */
export function checkoutOfEachTest(): () => LaptopCheckout {
  // Each command starts bash and tsx: about a second, more on a busy machine.
  jest.setTimeout(60_000);
  let checkout: LaptopCheckout | undefined;
  beforeEach(() => {
    checkout = new LaptopCheckout();
  });
  afterEach(() => {
    checkout?.remove();
  });
  return () => {
    if (checkout) return checkout;
    throw new Error("expected a test that runs, found none");
  };
}

/** A checkout of the project where only cdktf is a stand-in. It has no installation.yaml, whatever there is in the real one. */
export class LaptopCheckout {
  readonly folder = mkdtempSync(join(tmpdir(), "laptop-"));
  private readonly cdktf = this.path("node_modules/cdktf-cli/bundle/bin/cdktf");

  constructor() {
    for (const part of PARTS) cpSync(join(PROJECT_ROOT, part), this.path(part), { recursive: true });
    for (const part of LINKED) symlinkSync(join(PROJECT_ROOT, part), this.path(part));
    this.link("node_modules", "cdktf-cli", ".bin", ".setup");
    this.link("node_modules/.bin");
    mkdirSync(dirname(this.cdktf), { recursive: true });
    writeFileSync(this.cdktf, CDKTF);
  }

  /** Makes a folder with a link to each entry of the project's own, but for these. */
  private link(folder: string, ...without: readonly string[]): void {
    mkdirSync(this.path(folder));
    for (const name of readdirSync(join(PROJECT_ROOT, folder))) {
      if (!without.includes(name)) symlinkSync(join(PROJECT_ROOT, folder, name), this.path(folder, name));
    }
  }

  /** Makes it a checkout where npm has run no scripts: the provider's bindings are not built. */
  withoutBindings(): void {
    const provider = "packages/provider-yandex";
    rmSync(this.path("packages"));
    mkdirSync(this.path("packages"));
    this.link(provider, "lib", "src");
    rmSync(this.path("node_modules/@cdktf"));
    this.link("node_modules/@cdktf", "provider-yandex");
    symlinkSync(this.path(provider), this.path("node_modules/@cdktf/provider-yandex"));
  }

  path(...parts: readonly string[]): string {
    return join(this.folder, ...parts);
  }

  write(file: string, text: string): void {
    writeFileSync(this.path(file), text);
  }

  /** How cdktf was called, each call in one line. */
  get commands(): readonly string[] {
    return this.calls().map(({ args }) => args.join(" "));
  }

  /** The subcommands that cdktf was called with. */
  get subcommands(): readonly (string | undefined)[] {
    return this.calls().map(({ args: [subcommand] }) => subcommand);
  }

  /** Makes the state of a stack that has one resource. */
  deployed(stack: string, { type, address }: PlannedResource): void {
    const name = address.replace(`${type}.`, "");
    const resources = [{ mode: "managed", type, name, instances: [] }];
    mkdirSync(this.path("terraform-state"));
    this.write(`terraform-state/${stack}.tfstate`, JSON.stringify({ serial: 1, resources }));
  }

  /** Makes an engine that plans this, and notes in `engine-calls` in which folder it is called, and how. @returns its path */
  engine(planned: PlannedResource): string {
    const plan = JSON.stringify({ resource_changes: [{ mode: "managed", ...planned }] });
    const calls = `echo "$(basename "$PWD"): $*" >>"$(dirname "$0")/engine-calls"`;
    this.write("engine", `#!/bin/sh\n${calls}\ncase "$1" in plan) exit 2 ;; show) echo '${plan}' ;; esac\n`);
    chmodSync(this.path("engine"), 0o755);
    return this.path("engine");
  }

  /** Runs a script of package.json as npm does, with the environment of a user who has set nothing. */
  run(script: string, env: Readonly<Record<string, string>> = {}, ...args: readonly string[]) {
    const { scripts } = JSON.parse(readFileSync(this.path("package.json"), "utf8")) as {
      readonly scripts: Readonly<Record<string, string>>;
    };
    return this.exec("sh", ["-c", `${scripts[script] ?? ""} "$@"`, script, ...args], env);
  }

  /** Runs a program in the checkout. What the doctor looks at is not there: it has its own tests. */
  exec(program: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
    const { PATH = "", HOME = "" } = process.env;
    const bin = this.path("node_modules/.bin");
    return execa(program, args, {
      cwd: this.folder,
      env: { PATH: `${bin}:${PATH}`, HOME, DEPLOY_WITHOUT_DOCTOR: "1", ...env },
      extendEnv: false,
      stdin: "ignore",
      reject: false,
    });
  }

  /** How cdktf was called since the last time. */
  calls(): CdktfCall[] {
    const file = join(dirname(this.cdktf), "calls");
    let text = "";
    try {
      text = readFileSync(file, "utf8");
    } catch {
      return [];
    }
    rmSync(file);
    return text
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as CdktfCall);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}
