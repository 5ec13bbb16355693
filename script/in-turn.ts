/**
 * `tsx script/in-turn.ts COMMAND…`: runs a command of cdktf with `--parallelism N` so that a stack which fails lets the others
 * end. cdktf 0.21 itself ends at once when one fails while another one waits for a free place, and takes the engines of those
 * that run with it, in the middle of their work. Here it starts all that can run, without the option, and their engines wait.
 */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { engineName } from "./engine-program";
import { Turns } from "./turns";

const OPTION = "--parallelism";

/** The words without the option, and its value. @throws when that is no number of stacks */
function parse(words: readonly string[]): { readonly command: readonly string[]; readonly atOnce: number } {
  const at = words.findIndex((word) => word === OPTION || word.startsWith(`${OPTION}=`));
  const whole = words[at] === OPTION;
  const value = whole ? words[at + 1] : words[at]?.slice(OPTION.length + 1);
  if (value === undefined || !/^[1-9][0-9]{0,3}$/.test(value))
    throw new Error(`${OPTION}: expected a number of stacks from 1 up, found ${value || "none"}`);
  return { command: words.filter((_, index) => index !== at && !(whole && index === at + 1)), atOnce: Number(value) };
}

async function main(words: readonly string[]): Promise<number> {
  const { command, atOnce } = parse(words);
  const [program = "", ...args] = command;
  const turns = await Turns.serve(atOnce);
  const env = {
    ...process.env,
    ENGINE: engineName(process.env),
    ENGINE_TURNS: String(turns.port),
    TERRAFORM_BINARY_NAME: join(__dirname, "engine-in-turn"),
  };
  const cdktf = spawn(program, args, { stdio: "inherit", env });
  // A terminal sends its signal to both; cdktf ends by it when the states are whole.
  process.on("SIGINT", () => undefined);
  process.on("SIGTERM", () => cdktf.kill("SIGTERM"));
  const status = await new Promise<number>((resolve, reject) => {
    cdktf.on("error", reject).on("close", (code) => {
      resolve(code ?? 1);
    });
  });
  turns.close();
  return status;
}

main(process.argv.slice(2)).then(
  (status) => process.exit(status),
  (error: unknown) => {
    console.error(`cdktf: ${error instanceof Error ? error.message : String(error)}`);
    process.exit(1);
  },
);
