/** The lab's commands: see `script/lab --help`. */
import { resolve } from "node:path";
import { Command, InvalidArgumentError } from "commander";
import { messageOf } from "../../config/message-of";
import { runCli } from "../../script/run-cli";
import { DaemonClient } from "../cloud/client";
import { shortcoming, thisHost } from "../host/preflight";
import { runOnClient } from "./client";
import { addCloudCommands } from "./cloud";
import { destroy } from "./destroy";
import { down } from "./down";
import { output, urls } from "./outputs";
import { labPaths } from "../paths";
import { MACHINE_VERBS, machineKind, type MachineKind, type MachineVerb } from "../substrate";
import { share } from "./share";
import { ssh } from "./ssh";
import { statusLines } from "./status";
import { up } from "./up";

interface Named {
  readonly name: string;
}

interface UpArguments extends Named {
  readonly config?: string;
  readonly binary?: string;
  readonly scale?: number;
  readonly machines?: MachineKind;
}

const say = (line: string): void => {
  console.log(line);
};

const program = new Command("lab")
  .description("The installation on this machine, without a cloud account.")
  // So that options after `ssh MACHINE` belong to the command on the machine.
  .enablePositionalOptions();

command("up", "deploys the installation into the lab, or what has changed of it")
  .option("--config <file>", "a config of the installation (default: the example's required values)", usersFile)
  .option("--binary <file>", "the real bingo, in place of its stand-in", usersFile)
  .option("--scale <share>", "the stand-in's share of the full data, above 0 and at most 1 (default: 1)", share)
  .option(
    "--machines <kind>",
    "container; vm: virtual machines with a kernel each; vm:db,edge: these virtual, the others containers (default: container)",
    kind,
  )
  .action(async ({ name, ...options }: UpArguments) => {
    const lacking = shortcoming(thisHost(), options.machines);
    if (lacking !== undefined) throw new Error(lacking);
    if (options.config === undefined) {
      console.error("lab: no --config, so domain and e-mail are those of installation.example.yaml");
    }
    const paths = labPaths(name);
    await up(paths, { ...options, tell: say, setupSeconds: Number(process.env["LAB_SETUP_SECONDS"] ?? 0) });
    const { http, https } = urls(paths);
    say(`The service: ${http} and ${https} (from this machine, with curl --insecure).`);
    say("Machines: script/lab status, script/lab ssh edge. To end it: script/lab down");
  });

command("down", "removes the lab and all that is left of it").action(async ({ name }: Named) => {
  await down(labPaths(name));
});

command("destroy", "destroys the installation as in the cloud; the lab stays, empty").action(
  async ({ name }: Named) => {
    await destroy(labPaths(name), say);
    await showStatus({ name });
  },
);

command("status", "machines and resources").action(showStatus);

command("url", "URLs of the service").action(({ name }: Named) => {
  const { http, https } = urls(labPaths(name));
  say(http);
  say(https);
});

command("page", "where the page with the graphs is, and its password").action(({ name }: Named) => {
  const paths = labPaths(name);
  say(output(paths, "edge", "page_url") ?? `lab ${name}: expected a deployed edge, found none; run script/lab up`);
  say(`user ops, password ${output(paths, "network", "page_password") ?? "not made so far"}`);
});

command("ssh", "a shell on a machine, or a command there")
  .argument("<machine>", "edge, app-1, app-2 or db")
  .argument("[command...]")
  .passThroughOptions()
  .action((machine: string, words: readonly string[], { name }: Named) => {
    process.exitCode = ssh(labPaths(name), machine, words);
  });

command("client", "a command on a machine in the lab's internet, for example: client curl --http3-only -k URL")
  .argument("<command...>")
  .passThroughOptions()
  .action(async (words: readonly string[], { name }: Named) => {
    process.exitCode = await runOnClient(daemonOf(name), words);
  });

command("logs", "a machine's journal")
  .argument("<machine>")
  .option("-u, --unit <unit>", "of one unit only")
  .option("-n, --lines <number>", "that many of its last lines", "100")
  .action(async (machine: string, { name, unit, lines }: Named & { unit?: string; lines: string }) => {
    const journal = ["journalctl", "--no-pager", "--lines", lines, ...(unit === undefined ? [] : ["--unit", unit])];
    const { status, stdout, stderr } = await daemonOf(name).exec(machine, journal);
    process.stdout.write(`${stdout}\n`);
    process.stderr.write(stderr);
    process.exitCode = status;
  });

for (const [verb, description] of Object.entries(MACHINE_VERBS) as [MachineVerb, string][]) {
  command(verb, description)
    .argument("<machine>")
    .action((machine: string, { name }: Named) => daemonOf(name).act(machine, verb));
}

addCloudCommands(program.command("cloud").description("the lab's cloud: its calls, faults and quotas"), daemonOf, say);

function command(name: string, description: string): Command {
  return program.command(name).description(description).option("--name <name>", "which lab", "main");
}

async function showStatus({ name }: Named): Promise<void> {
  for (const line of statusLines(await daemonOf(name).status())) say(line);
}

function daemonOf(name: string): DaemonClient {
  return new DaemonClient(labPaths(name).socket);
}

function kind(text: string): MachineKind {
  try {
    return machineKind(text);
  } catch (error) {
    throw new InvalidArgumentError(messageOf(error));
  }
}

/** Resolves a path as the user gave it: script/lab has changed the folder to the project's. */
function usersFile(path: string): string {
  return resolve(process.env["LAB_CWD"] ?? ".", path);
}

runCli(program, 1);
