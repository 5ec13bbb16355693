/** `npm run checker -- URL`: see `npm run checker -- --help` and docs/checker.md. */
import { Command, InvalidArgumentError } from "commander";
import { address, subjectOf, type SubjectArguments } from "../acceptance/subject-of";
import { writeReports, type ReportFiles } from "../report/files";
import { ProgressLine } from "../report/progress";
import { runCli } from "../../script/run-cli";
import type { Conclusion } from "./judge";
import { FULL, QUICK } from "./plan";
import { htmlReport } from "./report/html";
import { checkerReport } from "./report/json";
import { checkerSuite } from "./report/junit";
import { textReport } from "./report/text";
import { runChecker, secondsOfRun } from "./run";

interface Arguments extends Pick<SubjectArguments, "connectTo" | "lab" | "ssh">, ReportFiles {
  readonly email?: string;
  readonly connections: number;
  readonly quick?: boolean;
}

const STATUS: Readonly<Record<Conclusion, number>> = { passed: 0, failed: 1, undecided: 2 };

runCli(
  new Command("checker")
    // Status 1 says that a row failed.
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
    .description(
      "Plays the task's own checker on an installation of bingo. It harms an instance three times. Exit status 0: every row that can be judged from here passed; 1: one failed; 2: one could not be measured.",
    )
    .argument("[url...]", "the service, for example https://bingo.example.org; two URLs when ports are not 80 and 443")
    .option("--connect-to <address>", "connect to this address, whatever the name resolves to", address)
    .option("--lab <name>", "a lab that is up; needs no URL, and looks at its machines too")
    .option("--ssh", "look at the machines of this checkout's deployment too, over SSH")
    .option(
      "--email <address>",
      "the e-mail that the config has to have (default with --lab and --ssh: the installation's)",
    )
    .option("--connections <count>", "requests under way at once", count, FULL.connections)
    .option("--quick", "shorter loads: two minutes in place of nine")
    .option("--json <file>", "write the results for programs")
    .option("--junit <file>", "write the results for CI")
    .option("--html <file>", "write the results as one page, with the graphs of every load")
    .action(main),
);

async function main(urls: readonly string[], options: Arguments): Promise<void> {
  const subject = await subjectOf(urls, options);
  const email = options.email ?? subject.machines?.studentEmail;
  if (email === undefined) throw new Error("--email: expected the address that the config has to have, found none");
  const plan = { ...(options.quick ? QUICK : FULL), connections: options.connections };

  const interrupt = new AbortController();
  const stop = (): void => {
    interrupt.abort(new Error("interrupted"));
  };
  // Not once: npm and tsx pass on what the terminal has sent to all of them.
  process.on("SIGINT", stop).on("SIGTERM", stop);
  const progress = new ProgressLine(process.stderr, secondsOfRun(plan, subject));
  const result = await runChecker({ subject, plan, email, progress, signal: interrupt.signal });

  console.log(textReport(result));
  writeReports(options, {
    json: checkerReport(result),
    suites: [checkerSuite(result)],
    page: htmlReport(result),
  });
  process.exitCode = STATUS[result.conclusion];
  // An interrupted part may still be waiting for an answer that nobody needs.
  if (result.interrupted) process.exit();
}

function count(text: string): number {
  const found = Number(text);
  if (Number.isInteger(found) && found >= 1 && found <= 1000) return found;
  throw new InvalidArgumentError("expected a whole number from 1 to 1000.");
}
