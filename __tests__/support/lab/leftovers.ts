import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { labPaths } from "../../../lab/paths";

/** What is left on this machine of a lab that is down: a line for each process, namespace, mount, loop device, folder. */
export function leftovers(name: string): readonly string[] {
  const paths = labPaths(name);
  // A namespace is `lab-NAME-…`, an interface `lab-NAME`, a folder `…/bingo-lab/NAME`: no other lab's name fits.
  const own = new RegExp(`(^|[ /])(bingo-lab/|lab-)${name}(-|/|\\b)`);
  const lines = (kind: string, text: string) =>
    text
      .split("\n")
      .filter((line) => own.test(line))
      .map((line) => `${kind}: ${line.slice(0, 200)}`);
  const run = (command: string, ...args: string[]) => execFileSync(command, args, { encoding: "utf8" });
  return [
    ...lines("process", run("ps", "-eo", "pid,args", "--no-headers")),
    ...lines("network namespace", run("ip", "netns", "list")),
    ...lines("interface", readdirSync("/sys/class/net").join("\n")),
    ...lines("rules", run("nft", "list", "ruleset")),
    ...lines("mount", readFileSync("/proc/self/mountinfo", "utf8")),
    ...lines("loop device", run("losetup", "--list")),
    ...lines("control group", run("find", "/sys/fs/cgroup", "-type", "d", "-name", `lab-${name}*`)),
    ...[paths.folder, paths.host, paths.run, paths.output].filter(existsSync).map((path) => `folder: ${path}`),
  ];
}
