/** `script/ssh MACHINE [COMMAND…]`: see `script/ssh --help`. */
import { Command } from "commander";
import execa from "execa";
import { MACHINES } from "../proof/target/deployment";
import { StackOutputs } from "../proof/target/outputs";
import { SshConnection } from "../proof/target/ssh";
import { runCli } from "./run-cli";

/** A connection that others share would outlive the command, and hold its output open. */
const OWN_CONNECTION = ["-o", "ControlMaster=no", "-o", "ControlPath=none"];

runCli(
  new Command("ssh")
    .description("A shell on a machine of the deployed installation, or a command there, through the edge.")
    .argument("<machine>", MACHINES.join(", "))
    .argument("[command...]")
    // What follows the machine belongs to ssh and to the machine.
    .passThroughOptions()
    .action(main),
);

async function main(machine: string, words: readonly string[]): Promise<void> {
  const connection = await SshConnection.open(new StackOutputs());
  // The terminal sends its signals to ssh as well, which handles them. This process stays until then, to remove the key.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => undefined);
  try {
    await execa("ssh", ["-F", connection.config, ...OWN_CONNECTION, machine, ...words], { stdio: "inherit" });
  } catch (error) {
    const { exitCode, shortMessage } = error as Partial<execa.ExecaError>;
    if (exitCode === undefined) throw new Error(`${shortMessage ?? ""}; ssh is in Debian's package openssh-client`);
    process.exitCode = exitCode;
  } finally {
    connection.close();
  }
}
