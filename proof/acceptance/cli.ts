/** `npm run accept -- URL`: see `npm run accept -- --help` and docs/acceptance.md. */
import { isIP } from "node:net";
import { Command, InvalidArgumentError } from "commander";
import execa from "execa";
import { sshDeployment } from "../target/ssh";
import { share } from "../../lab";
import { accept } from "./accept";
import { FULL_DATA, urlsOf, type Curl, type Subject } from "./subject";
import { readNodeFailures } from "./drill-report";
import type { Conclusion } from "./judge";
import { insideOf, labSubject } from "./deployed";
import { FULL, QUICK } from "./plan";
import { htmlReport } from "./report/html";
import { acceptanceReport } from "./report/json";
import { acceptanceSuite } from "./report/junit";
import { writeReports, type ReportFiles } from "../report/files";
import { textReport } from "./report/table";
import { chosen, requirements } from "./requirements";
import { runCli } from "../../script/run-cli";

interface Arguments extends ReportFiles {
  readonly connectTo?: string;
  readonly lab?: string;
  readonly ssh?: boolean;
  readonly curl: string;
  readonly scale: number;
  readonly drills?: string;
  readonly only?: readonly string[];
  readonly quick?: boolean;
  readonly list?: boolean;
}

const STATUS: Readonly<Record<Conclusion, number>> = { accepted: 0, rejected: 1, undecided: 2 };

runCli(
  new Command("accept")
    // Status 1 says that a requirement does not hold.
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
    .description(
      "Judges a deployed installation of bingo by the acceptance list. Exit status 0: every requirement that can be judged from here holds; 1: one does not; 2: one could not be measured.",
    )
    .argument("[url...]", "the service, for example https://bingo.example.org; two URLs when ports are not 80 and 443")
    .option("--connect-to <address>", "connect to this address, whatever the name resolves to", address)
    .option("--lab <name>", "a lab that is up; needs no URL, and looks at its machines too")
    .option("--ssh", "look at the machines of this checkout's deployment too, over SSH")
    .option("--curl <command>", "a curl that speaks HTTP/3", "curl")
    .option("--scale <share>", "share of the full data that was prepared", share, 1)
    .option("--drills <file>", "what npm run drill -- --json FILE found, for the failure of a node")
    .option("--only <ids>", "these rows, by their ids or the beginnings of ids, with commas", ids)
    .option("--quick", "shorter phases: a minute and a half in place of seven")
    .option("--list", "print the rows and their ids, and do nothing")
    .option("--json <file>", "write the results for programs")
    .option("--junit <file>", "write the results for CI")
    .option("--html <file>", "write the results as one page, with charts")
    .action(main),
);

async function main(urls: readonly string[], options: Arguments): Promise<void> {
  const plan = options.quick ? QUICK : FULL;
  if (options.list) {
    for (const { id, text } of requirements(plan, FULL_DATA)) console.log(`${id.padEnd(36)} ${text}`);
    return;
  }
  const subject = await subjectOf(urls, options);
  const wanted = chosen(requirements(plan, subject.prepared), options.only);
  const nodeFailures = options.drills === undefined ? undefined : readNodeFailures(options.drills);

  const interrupt = new AbortController();
  const stop = (): void => {
    interrupt.abort(new Error("interrupted"));
  };
  // Not once: npm and tsx pass on what the terminal has sent to all of them.
  process.on("SIGINT", stop).on("SIGTERM", stop);
  const { signal } = interrupt;
  const acceptance = await accept({ subject, plan, wanted, signal, ...(nodeFailures && { nodeFailures }) });

  console.log(textReport(acceptance, process.stdout.columns));
  writeReports(options, {
    json: acceptanceReport(acceptance),
    suites: [acceptanceSuite(acceptance)],
    page: htmlReport(acceptance),
  });
  process.exitCode = STATUS[acceptance.conclusion];
  // An interrupted step may still be waiting for an answer that nobody needs.
  if (acceptance.interrupted) process.exit();
}

async function subjectOf(urls: readonly string[], options: Arguments): Promise<Subject> {
  if (options.lab !== undefined) {
    if (urls.length > 0) throw new Error(`expected a URL or --lab, found both (${urls.join(" ")}, ${options.lab})`);
    return labSubject(options.lab);
  }
  const scaled = (full: number): number => Math.ceil(full * options.scale);
  const { customers, movies, sessions } = FULL_DATA;
  const outside: Subject = {
    ...urlsOf(urls),
    ...(options.connectTo === undefined ? {} : { address: options.connectTo }),
    curl: curl(options.curl),
    prepared: { customers: scaled(customers), movies: scaled(movies), sessions: scaled(sessions) },
  };
  if (!options.ssh) return outside;
  const deployment = await sshDeployment();
  return { ...outside, ...(await insideOf(deployment)) };
}

/** The command may have arguments of its own. */
function curl(command: string): Curl {
  return async (args) => {
    const line = `${command} "$@"`;
    const { exitCode, stdout, stderr } = await execa("bash", ["-c", line, "curl", ...args], { reject: false });
    return { status: exitCode, stdout, stderr };
  };
}

function address(text: string): string {
  if (isIP(text)) return text;
  throw new InvalidArgumentError("expected an IP address.");
}

function ids(text: string): readonly string[] {
  return text.split(",").map((id) => id.trim());
}
