import type { Command } from "commander";
import { InvalidArgumentError, Option } from "commander";
import { columns } from "../../script/columns";
import { type Call, onlyLooks } from "../cloud/calls";
import type { DaemonClient } from "../cloud/client";
import { type Fault, type FaultKind, FAULTS } from "../cloud/faults";

interface Named {
  readonly name: string;
}

interface Quota {
  readonly name: string;
  readonly used: number;
  readonly quota?: number;
}

/**
 * Adds the commands about the lab's cloud.
 *
 * @param cloud the command that they belong to
 * @param daemonOf finds the daemon of a lab
 * @param say takes the lines to print
 */
export function addCloudCommands(
  cloud: Command,
  daemonOf: (name: string) => DaemonClient,
  say: (line: string) => void,
): void {
  const command = (name: string, description: string): Command =>
    cloud.command(name).description(description).option("--name <name>", "which lab", "main");

  command("calls", "the last calls of the API, and what they were answered")
    .option("--all", "also those that only look")
    .action(async ({ name, all }: Named & { all?: true }) => {
      const calls = (await daemonOf(name).ask("GET", "/cloud/calls")) as readonly Call[];
      callLines(calls, all === true).forEach(say);
    });

  const kinds = Object.keys(FAULTS) as FaultKind[];
  command("fault", `lets calls meet a fault. ${kinds.map((kind) => `${kind}: ${FAULTS[kind]}`).join("; ")}`)
    .argument("<call>", "for example InstanceService/Create")
    .addArgument(cloud.createArgument("<kind>").choices(kinds))
    .addOption(new Option("--times <number>", "that many calls").default(1).argParser(positive))
    .addOption(new Option("--seconds <number>", "of slow").default(60).argParser(positive))
    .action(
      async (call: string, kind: FaultKind, { name, times, seconds }: Named & Pick<Fault, "times" | "seconds">) => {
        await daemonOf(name).ask("POST", "/cloud/fault", { call, kind, times, seconds });
      },
    );

  command("clear", "forgets calls and faults").action(async ({ name }: Named) => {
    await daemonOf(name).ask("POST", "/cloud/clear", {});
  });

  command("quotas", "the quotas of a new cloud, and what is used of them")
    .addArgument(cloud.createArgument("[switch]", "whether they are enforced").choices(["on", "off"]))
    .action(async (state: "on" | "off" | undefined, { name }: Named) => {
      const daemon = daemonOf(name);
      if (state !== undefined) await daemon.ask("POST", "/cloud/quotas", { on: state === "on" });
      const quotas = (await daemon.ask("GET", "/cloud/quotas")) as readonly Quota[];
      const rows = quotas.map(({ name, used, quota }) => [
        name,
        String(used),
        quota === undefined ? "off" : String(quota),
      ]);
      columns([["quota", "used", "of"], ...rows]).forEach(say);
    });
}

/** Describes calls, one line each. */
export function callLines(calls: readonly Call[], all: boolean): readonly string[] {
  const shown = calls.filter((call) => all || !onlyLooks(call));
  return columns(
    shown.map(({ at, call, about, answer }) => [new Date(at).toISOString().slice(11, 23), call, answer, about]),
  );
}

function positive(text: string): number {
  const number = Number(text);
  if (Number.isFinite(number) && number > 0) return number;
  throw new InvalidArgumentError(`expected a number above 0, found ${text}`);
}
