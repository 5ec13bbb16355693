/** `npm run accept -- URL`: see `npm run accept -- --help` and docs/acceptance.md. */
import { Command } from "commander";
import { share } from "../../lab";
import { accept } from "./accept";
import { FULL_DATA } from "./subject";
import { address, subjectOf, type SubjectArguments } from "./subject-of";
import { readNodeFailures } from "./drill-report";
import type { Conclusion } from "./judge";
import { FULL, QUICK } from "./plan";
import { htmlReport } from "./report/html";
import { acceptanceReport } from "./report/json";
import { acceptanceSuite } from "./report/junit";
import { writeReports, type ReportFiles } from "../report/files";
import { textReport } from "./report/table";
import { chosen, requirements } from "./requirements";
import { runCli } from "../../script/run-cli";

interface Arguments extends ReportFiles, SubjectArguments {
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
    .option("--deployed", "this checkout's deployment, at its own address; needs no URL, and looks at its machines too")
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

function ids(text: string): readonly string[] {
  return text.split(",").map((id) => id.trim());
}
