import { runCli } from "../script/run-cli";
import { Command } from "commander";
import { costChange } from "../script/cost/monthly";
import { collect, NotSynthesized } from "./collect";
import { compare } from "./compare";
import { MARKER, printMarkdown } from "./print-markdown";
import { paint, printText } from "./print-text";
import { loadRules } from "./replacement";
import { losesSomething, report } from "./report";

interface Options {
  readonly markdown?: true;
  readonly exitCode?: true;
  readonly installation?: string;
}

const LOSES_SOMETHING = 1;
const NOT_SYNTHESIZED = 2;

async function review(base: string, head: string | undefined, options: Options): Promise<void> {
  const progress = (step: string): void => void process.stderr.write(`${step}\n`);
  const [before, after] = await collect(base, head, { folder: process.cwd(), progress, ...options });
  const result = report(compare(before.synthesized, after.synthesized, loadRules()));
  const compared = {
    base: before.label,
    head: after.label,
    notes: [...before.notes, ...after.notes],
    cost: costChange(before.synthesized, after.synthesized),
  };
  if (options.markdown) process.stdout.write(printMarkdown(compared, result));
  else {
    const text = printText(compared, result);
    process.stdout.write(process.stdout.isTTY ? paint(text) : text);
  }
  if (options.exitCode && losesSomething(result)) process.exitCode = LOSES_SOMETHING;
}

runCli(
  new Command("review")
    .description("Says what a change does to the installation: synthesizes two commits and compares them.")
    .argument("<base>", "commit to compare with, for example main or HEAD~1")
    .argument("[head]", "commit to review (default: the working tree)")
    .option("--markdown", "print a comment for a pull request")
    .option("--exit-code", "end with status 1 if a disk, public address, DNS zone or private key would be lost")
    .option(
      "--installation <file>",
      "installation for both sides (default: installation.yaml, else each side's example)",
    )
    .addHelpText("after", "\nStatus: 0, or 1 (see --exit-code), or 2 if a side cannot be synthesized.")
    .action(async (base: string, head: string | undefined, options: Options) => {
      try {
        await review(base, head, options);
      } catch (error) {
        if (!(error instanceof NotSynthesized)) throw error;
        const text = `No review: ${error.message}`;
        process.stdout.write(
          options.markdown ? `${MARKER}\n\n**No review.**\n\n\`\`\`\n${error.message}\n\`\`\`\n` : `${text}\n`,
        );
        process.exitCode = NOT_SYNTHESIZED;
      }
    }),
);
