import { isData, losses } from "../../review/report";
import { CALLOUTS, groups, summary } from "../../review/print-text";
import type { ResourceChange } from "../../review/changes";
import type { Planned } from "./planned";
import { isStopped } from "./start-machines";

const DONE: Readonly<Record<ResourceChange["action"], string>> = {
  create: "is created",
  update: "is changed in place",
  replace: "is replaced",
  destroy: "is destroyed",
  none: "stays",
};

/** What a deployment will do and what users will notice, in the review's words. */
export function printed({ report, unplanned, machines }: Planned): string {
  const { stacks, callouts } = report;
  const kept = stacks.filter(({ status }) => status === "kept");
  const fresh = stacks.filter(({ status }) => status === "new");
  const called = new Set(callouts.map(({ stack, address }) => `${stack} ${address}`));
  // What only carries changes to machines is told by what they do.
  const others = kept
    .flatMap(({ resources }) => resources)
    .filter((one) => one.type !== "null_resource" && !isData(one) && !called.has(`${one.stack} ${one.address}`));
  const down = machines.filter(({ status, goes }) => status !== "running" && !goes);
  const sections: (readonly string[])[] = [
    ...groups(callouts).map(([kind, list]) => [
      CALLOUTS[kind],
      ...list.map(({ stack, address, why }) => `  ${stack}: ${address}: ${why}`),
    ]),
    section(
      "MACHINES THAT DO NOT RUN",
      down.map((one) => `${one.stack}: is ${one.status}${isStopped(one) ? ", and is started first" : ""}`),
    ),
    section(
      "OTHER CHANGES",
      others.map(({ stack, address, action }) => `${stack}: ${address} ${DONE[action]}`),
    ),
    section(
      "COULD NOT BE PLANNED",
      unplanned.flatMap(({ stack, why }) => [`${stack}:`, ...why.split("\n").map((line) => `  ${line}`)]),
    ),
    section(
      "NEW",
      fresh.map(({ name, resources }) => `${name}: ${resources.filter((one) => !isData(one)).length} resources`),
    ),
  ];
  const nothing = stacks.length + unplanned.length + down.length === 0;
  return [
    "What this deployment does",
    ...sections.filter((lines) => lines.length > 0).map((lines) => lines.join("\n")),
    nothing ? "Nothing changes: all is as the config wants it." : summary(report),
  ].join("\n\n");
}

/** What would be lost for good, or cannot be ruled out; empty: nothing. */
export function lossesOf({ report, unplanned }: Planned): readonly string[] {
  return [
    ...losses(report).map(({ stack, loses }) => `${loses ?? ""} (${stack})`),
    ...unplanned.map(({ stack }) => `what is not known (${stack} could not be planned)`),
  ];
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [title, ...lines.map((line) => `  ${line}`)];
}
