import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import execa from "execa";
import { PROJECT_ROOT } from "../../config/paths";
import { MARKER } from "../../review/print-markdown";
import { LocalServer } from "../support/local-server";

// Each run starts gitlab-ci-local, which judges the file by GitLab's own schema: seconds, more on a busy machine.
jest.setTimeout(120_000);

/** Copies what git knows, as rsync would for gitlab-ci-local; machines of tests need not have rsync. */
const RSYNC = '#!/bin/sh\nfor to; do :; done\nmkdir -p "$to" && git ls-files -z | xargs -0 cp --parents -t "$to"\n';

const CLOUD = {
  YC_SERVICE_ACCOUNT_KEY_FILE: '{"id": "key"}',
  AWS_ACCESS_KEY_ID: "id",
  AWS_SECRET_ACCESS_KEY: "key",
  TERRAFORM_BINARY_NAME: "tofu",
  INSTALLATION_YAML: "state: { objectStorage: { bucket: states } }",
};

/** A clone in which npm, the engine and the review are stand-ins that note how they are called. */
class Clone {
  readonly folder = mkdtempSync(join(tmpdir(), "gitlab-"));

  constructor() {
    for (const part of [".gitlab-ci.yml", ".ci", "package-lock.json", "lab/engine/go.mod", "lab/engine/go.sum"]) {
      mkdirSync(dirname(this.path(part)), { recursive: true });
      cpSync(join(PROJECT_ROOT, part), this.path(part), { recursive: true });
    }
    mkdirSync(this.path("node_modules/.bin"), { recursive: true });
    symlinkSync(join(PROJECT_ROOT, "node_modules/yaml"), this.path("node_modules/yaml"));
    writeFileSync(this.path(".gitignore"), "node_modules\nbin\ncalls\n");
    this.program("bin/rsync", RSYNC);
    this.program("bin/tofu", "#!/bin/sh\n");
    this.program("bin/npm", `#!/bin/sh\necho "npm $*" >>"${this.path("calls")}"\n[ "$FAIL" != "$2" ]\n`);
    this.review(0);
  }

  async commit(): Promise<void> {
    const git = (...args: string[]) => execa("git", args, { cwd: this.folder });
    await git("init", "--quiet", "--initial-branch=main");
    await git("remote", "add", "origin", "git@gitlab.com:group/bingo.git");
    await git("add", "--all");
    await git("-c", "user.name=Test", "-c", "user.email=test@example.org", "commit", "--quiet", "-m", "All");
  }

  /** What the review says and ends with. */
  review(status: number, says = `${MARKER}\nnothing changes`): void {
    const calls = this.path("calls");
    this.program("node_modules/.bin/tsx", `#!/bin/sh\necho "tsx $*" >>"${calls}"\necho '${says}'\nexit ${status}\n`);
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  /** Runs gitlab-ci-local as if GitLab had begun a pipeline. */
  run(args: readonly string[], variables: Readonly<Record<string, string>>) {
    const given = Object.entries(variables).flatMap(([name, value]) => ["--variable", `${name}=${value}`]);
    const program = join(PROJECT_ROOT, "node_modules/.bin/gitlab-ci-local");
    const all = [...args, ...(args[0]?.startsWith("--") ? [] : ["--force-shell-executor"]), ...given];
    return execa(process.execPath, [program, ...all], {
      cwd: this.folder,
      env: {
        PATH: `${this.path("bin")}:${process.env["PATH"] ?? ""}`,
        GCL_IGNORE_PREDEFINED_VARS: Object.keys(variables).join(","),
      },
      stdin: "ignore",
      all: true,
      reject: false,
    });
  }

  calls(): string[] {
    if (!existsSync(this.path("calls"))) return [];
    const lines = readFileSync(this.path("calls"), "utf8").trimEnd().split("\n");
    rmSync(this.path("calls"));
    return lines;
  }

  private program(name: string, script: string): void {
    mkdirSync(dirname(this.path(name)), { recursive: true });
    writeFileSync(this.path(name), script);
    chmodSync(this.path(name), 0o755);
  }
}

const clone = new Clone();
beforeAll(() => clone.commit());
afterAll(() => {
  rmSync(clone.folder, { recursive: true });
});

interface Job {
  readonly name: string;
  readonly when: string;
}

/** Jobs of a pipeline that GitLab begins for a reason, by its own schema and rules. */
async function jobs(variables: Readonly<Record<string, string>>): Promise<Record<string, string>> {
  const { stdout, exitCode } = await clone.run(["--list-json"], variables);
  expect(exitCode).toBe(0);
  const listed = JSON.parse(stdout.slice(stdout.indexOf("[\n"))) as Job[];
  return Object.fromEntries(listed.filter(({ when }) => when !== "never").map(({ name, when }) => [name, when]));
}

it("checks a merge request, reviews it and deploys nothing", async () => {
  const variables = { CI_PIPELINE_SOURCE: "merge_request_event", CI_COMMIT_BRANCH: "", CI_DEFAULT_BRANCH: "main" };
  expect(await jobs(variables)).toEqual({
    check: "on_success",
    synth: "on_success",
    test: "on_success",
    review: "on_success",
  });
});

it("deploys the default branch by hand, and looks for drift on a schedule", async () => {
  const branch = { CI_COMMIT_BRANCH: "main", CI_DEFAULT_BRANCH: "main" };
  expect(await jobs({ CI_PIPELINE_SOURCE: "push", ...branch })).toMatchObject({ test: "on_success", deploy: "manual" });
  expect(await jobs({ CI_PIPELINE_SOURCE: "schedule", ...branch })).toEqual({ drift: "on_success" });
});

it("GitLab's schema finds a mistake", async () => {
  const file = clone.path(".gitlab-ci.yml");
  const text = readFileSync(file, "utf8");
  writeFileSync(file, text.replace("interruptible: true", "interruptable: true"));
  expect((await clone.run(["--list-json"], {})).all).toMatch(/interruptable/);
  writeFileSync(file, text);
});

describe("the jobs with a cloud", () => {
  const schedule = { CI_PIPELINE_SOURCE: "schedule", ...CLOUD };

  it("deploy and look for drift with the account's key and the config of CI", async () => {
    const push = { CI_PIPELINE_SOURCE: "push", CI_COMMIT_BRANCH: "main", CI_DEFAULT_BRANCH: "main", ...CLOUD };
    expect((await clone.run(["deploy"], push)).exitCode).toBe(0);
    expect(clone.calls()).toEqual(["npm ci --no-audit --no-fund", "npm run deploy -- --auto-approve"]);
    expect(readFileSync(clone.path("installation.yaml"), "utf8")).toBe(`${CLOUD.INSTALLATION_YAML}\n`);
    expect((await clone.run(["drift"], schedule)).exitCode).toBe(0);
    expect(clone.calls()).toEqual(["npm ci --no-audit --no-fund", "npm run drift"]);
  });

  it("fail when there is drift", async () => {
    expect((await clone.run(["drift"], { ...schedule, FAIL: "drift" })).exitCode).not.toBe(0);
    clone.calls();
  });

  it.each([
    ["a state that would go with the job", "state: { local: {} }", /expected state.objectStorage/],
    ["no config", "", /INSTALLATION_YAML is not set/],
  ])("refuse %s", async (_, INSTALLATION_YAML, message) => {
    const { exitCode, all } = await clone.run(["drift"], { ...schedule, INSTALLATION_YAML });
    expect(exitCode).not.toBe(0);
    expect(all).toMatch(message);
    expect(clone.calls()).toEqual(["npm ci --no-audit --no-fund"]);
  });
});

describe("the review", () => {
  interface Note {
    readonly id: number;
    readonly body: string;
    readonly system?: boolean;
  }
  let server: LocalServer;
  let notes: Note[];
  let asked: string[];

  beforeAll(async () => {
    // GitLab's API of notes: pages by X-Next-Page.
    server = await LocalServer.start((request, response) => {
      void text(request).then((body) => {
        const url = new URL(request.url ?? "", "http://localhost");
        asked.push(`${request.method ?? ""} ${url.pathname}`);
        const page = Number(url.searchParams.get("page") ?? 1);
        const isKnown = request.headers["private-token"] === "t0ken";
        response.writeHead(isKnown ? 200 : 401, { "X-Next-Page": page * 2 < notes.length ? String(page + 1) : "" });
        if (request.method === "GET") response.end(JSON.stringify(notes.slice(page * 2 - 2, page * 2)));
        else {
          const { body: given } = JSON.parse(body) as { body: string };
          const id = Number(/notes\/(\d+)$/.exec(url.pathname)?.[1] ?? 99);
          notes = [...notes.filter((note) => note.id !== id), { id, body: given }];
          response.end("{}");
        }
      });
    });
  });
  afterAll(() => server.stop());
  beforeEach(() => {
    notes = [
      { id: 1, body: "looks good" },
      { id: 2, body: `${MARKER} quoted by GitLab`, system: true },
    ];
    asked = [];
  });

  const run = () =>
    clone.run(["review"], {
      CI_PIPELINE_SOURCE: "merge_request_event",
      CI_MERGE_REQUEST_DIFF_BASE_SHA: "abc123",
      CI_API_V4_URL: `${server.url}/api/v4`,
      CI_PROJECT_ID: "7",
      CI_MERGE_REQUEST_IID: "5",
      REVIEW_TOKEN: "t0ken",
    });

  it("becomes a note on the merge request", async () => {
    expect((await run()).exitCode).toBe(0);
    expect(clone.calls()).toContain("tsx review/cli.ts --markdown --exit-code abc123");
    expect(asked).toEqual(["GET", "POST"].map((method) => `${method} /api/v4/projects/7/merge_requests/5/notes`));
    expect(notes.at(-1)).toEqual({ id: 99, body: `${MARKER}\nnothing changes\n` });
  });

  it("brings its note up to date, and fails when something would be lost", async () => {
    notes.push({ id: 3, body: `${MARKER}\nold` });
    clone.review(1, `${MARKER}\na disk is lost`);
    expect((await run()).exitCode).not.toBe(0);
    expect(asked.at(-1)).toBe("PUT /api/v4/projects/7/merge_requests/5/notes/3");
    expect(notes.at(-1)?.body).toBe(`${MARKER}\na disk is lost\n`);
    clone.review(0);
  });
});
