/** `npm run reboot -- MACHINE`: see `npm run reboot -- --help`. */
import { Argument, Command } from "commander";
import { DATABASE, EDGE, MACHINES } from "../../proof/target/deployment";
import { openDeployment } from "../../proof/target/open";
import { agreed } from "../agreed";
import { runCli } from "../run-cli";
import { reboot } from "./reboot";

/** What users notice of it, where they do. */
const NOTICED: Readonly<Record<string, string>> = {
  [EDGE]: "Nobody is served while it boots.",
  [DATABASE]: "Requests for data wait meanwhile, and fail after ten seconds.",
};

interface Options {
  readonly yes?: true;
  readonly lab?: string;
}

runCli(
  new Command("reboot")
    .description(
      "Reboots a machine, for a new kernel for example, and waits until it does its work again. Users notice nothing of an app node: it first answers what it has begun, and goes only while the other serves.",
    )
    .addArgument(new Argument("<machine>", "the machine").choices(MACHINES))
    .option("--yes", "asks nothing")
    .option("--lab <name>", "in a lab in place of the deployed installation")
    .action(main),
);

async function main(name: string, { yes, lab }: Options): Promise<void> {
  const deployment = await openDeployment(lab);
  try {
    const noticed = NOTICED[name];
    if (
      noticed !== undefined &&
      yes === undefined &&
      !(await agreed(`${deployment.name}: ${name} reboots. ${noticed}`))
    ) {
      throw new Error("nothing was done: expected the answer yes");
    }
    const seconds = await reboot(name, {
      machine: (one) => deployment.machine(one),
      tell: (line) => {
        console.log(line);
      },
    });
    console.log(`${name}: does its work again after ${seconds} s`);
  } finally {
    await deployment.close();
  }
}
