/** `script/prove`: see `script/prove --help`. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import execa from "execa";
import { PROJECT_ROOT } from "../../config/paths";
import { down } from "../../lab/cli/down";
import { LabPaths } from "../../lab/paths";
import { share } from "../../lab/cli/share";
import { Lab } from "../../lab";
import { combinedHtml, combinedJson, combinedJunit, type Part } from "./combine";
import { runSteps, type Step } from "./steps";
import { runCli } from "../../script/run-cli";

interface Arguments {
  readonly quick?: boolean;
  readonly scale?: number;
}

/** Of its own, so that a lab that somebody works with stays as it is. */
const LAB = "prove";
const QUICK_SCALE = 0.02;
const FOLDER = join(PROJECT_ROOT, ".cache", "prove");
const TSX = join(PROJECT_ROOT, "node_modules", ".bin", "tsx");

runCli(
  new Command("prove")
    .description("From nothing: deploys into a lab of its own, drills, accepts, destroys; one report in .cache/prove.")
    .option("--quick", "small data, short phases")
    .option("--scale <share>", `share of the full data (default: 1, with --quick ${QUICK_SCALE})`, share)
    .action(main),
);

async function main({ quick = false, scale = quick ? QUICK_SCALE : 1 }: Arguments): Promise<void> {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  const paths = new LabPaths(LAB);
  // What an earlier run left that was killed.
  await down(paths);
  const tell = (line: string): void => {
    console.error(line);
  };
  let lab: Lab | undefined;
  const options = [`--lab=${LAB}`, ...(quick ? ["--quick"] : [])];
  const steps: readonly Step[] = [
    {
      name: "deploy",
      run: async () => {
        lab = await Lab.up({ name: LAB, scale, tell });
        return true;
      },
    },
    { name: "drill", run: () => checked("drill", "proof/drills/cli.ts", options) },
    // After the drills, as some requirements are judged by them; and it sees that nothing is left of what they broke.
    {
      name: "accept",
      run: () => checked("accept", "proof/acceptance/cli.ts", [...options, `--drills=${file("drill", "json")}`]),
    },
    {
      name: "destroy",
      run: async () => {
        await lab?.destroy();
        const left = Object.keys((await lab?.status())?.counts ?? {});
        if (left.length === 0) return true;
        throw new Error(`after cdktf destroy: expected no resource, found ${left.join(", ")}`);
      },
    },
  ];
  // A terminal has told the step that runs, too: it ends by itself.
  const interruption = new AbortController();
  process.on("SIGINT", () => {
    interruption.abort();
  });
  const results = await runSteps(steps, tell, interruption.signal).finally(() => down(paths));

  const parts = ["accept", "drill"].map(written);
  const title = `Proof ${quick ? "in short " : ""}with ${scale * 100} % of the data`;
  writeFileSync(join(FOLDER, "report.json"), combinedJson(results, parts));
  writeFileSync(join(FOLDER, "junit.xml"), combinedJunit(results, parts));
  writeFileSync(join(FOLDER, "report.html"), combinedHtml(title, results, parts));
  console.log(`The report is in ${FOLDER}.`);
  const done = results.length === steps.length;
  process.exitCode = done && results.every(({ status }) => status === "pass") ? 0 : 1;
}

/** Runs a checker with its own words on this terminal. @returns whether its verdict was good */
async function checked(name: string, script: string, options: readonly string[]): Promise<boolean> {
  const files = ["json", "junit", "html"].map((kind) => `--${kind}=${file(name, kind)}`);
  const { exitCode } = await execa(TSX, [script, ...options, ...files], {
    cwd: PROJECT_ROOT,
    stdin: "ignore",
    stdout: process.stderr,
    stderr: "inherit",
    reject: false,
  });
  if (exitCode === 0 || exitCode === 1) return exitCode === 0;
  throw new Error(`${name}: expected a verdict, found exit status ${exitCode}`);
}

function written(name: string): Part {
  const read = (kind: string): object => {
    const path = file(name, kind);
    return existsSync(path) ? { [kind]: readFileSync(path, "utf8") } : {};
  };
  return { name, ...read("json"), ...read("junit"), ...read("html") };
}

function file(name: string, kind: string): string {
  return join(FOLDER, `${name}.${kind}`);
}
