/** `npm run init`: writes an installation.yaml from six answers. See `npm run init -- --help`. */
import { existsSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { Command } from "commander";
import { checkText } from "../../config/load";
import { displayPath, PROJECT_ROOT } from "../../config/paths";
import { OWN } from "../../config/which-file";
import { find } from "./findings";
import { gather } from "./gather";
import { type Answers, QUESTIONS } from "./questions";
import { render } from "./render";
import { runCli } from "../run-cli";

const program = new Command("init")
  .description(
    "Writes installation.yaml, or the file that INSTALLATION names. What the command line does not say is asked in the terminal.",
  )
  .action(main);
for (const { flag, text } of QUESTIONS) program.option(`${flag} <value>`, text);

runCli(program, 1);

async function main(given: Partial<Answers>): Promise<void> {
  const path = resolve(PROJECT_ROOT, process.env.INSTALLATION || OWN);
  const name = displayPath(path);
  if (existsSync(path)) throw new Error(`${name} is there, and is never overwritten: edit it, or move it away`);
  const { cloud, ...found } = await find();
  const { stdin: input, stdout: output } = process;
  const terminal = input.isTTY && output.isTTY ? { input, output } : undefined;
  const answers = await gather({ given, found, folder: dirname(path), ...(terminal && { terminal }) });
  const text = render(answers, cloud, path);
  checkText(text, path);
  // Not over one that came meanwhile.
  writeFileSync(path, text, { flag: "wx" });
  const other = name === OWN ? "" : `INSTALLATION=${name} `;
  console.log(`${name} is written. To deploy it: export YC_TOKEN=$(yc iam create-token) && ${other}npm run deploy`);
}
