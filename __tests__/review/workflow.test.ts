import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { MARKER } from "../../review/print-markdown";
import { PROJECT_ROOT } from "../../config/paths";

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions: unknown;
  readonly jobs: Readonly<Record<string, { readonly permissions?: unknown; readonly steps: readonly Step[] }>>;
}

const workflow = parse(readFileSync(join(PROJECT_ROOT, ".github/workflows/ci.yml"), "utf8")) as Workflow;
const jobs = Object.entries(workflow.jobs);

describe("the CI workflow", () => {
  it("gives no job more than it needs", () => {
    expect(workflow.permissions).toEqual({ contents: "read" });
    const writers = jobs.filter(([, { permissions }]) => permissions !== undefined);
    expect(writers.map(([name, { permissions }]) => ({ name, permissions }))).toEqual([
      { name: "comment", permissions: { "pull-requests": "write" } },
    ]);
  });

  it("runs no code of a pull request where the token may write", () => {
    // pull_request_target would hand a fork's code the token of this repository.
    expect(Object.keys(workflow.on)).toEqual(["push", "pull_request"]);
    const uses = workflow.jobs["comment"]?.steps.map(({ uses: action }) => action);
    expect(uses).toEqual(["actions/download-artifact@v5", undefined]);
  });

  it("leaves no credentials in a checkout", () => {
    const checkouts = jobs.flatMap(([, { steps }]) =>
      steps.filter(({ uses }) => uses?.startsWith("actions/checkout@")),
    );
    expect(checkouts.map(({ with: options }) => options?.["persist-credentials"])).toEqual([false, false, false]);
  });

  it("names a version of every action", () => {
    const uses = jobs.flatMap(([, { steps }]) => steps.flatMap((step) => step.uses ?? []));
    expect(uses.filter((action) => !/@(v\d+|[0-9a-f]{40})$/.test(action))).toEqual([]);
  });

  it("finds its own comment again", () => {
    expect(workflow.jobs["comment"]?.steps.at(-1)?.run).toContain(`startswith("${MARKER}")`);
  });
});
