import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { exampleMachines } from "./example";
import { PROJECT_ROOT } from "../../config/paths";

/** What Debian's cloud image brings before our packages, as far as rendered files mention it. */
const CLOUD_IMAGE = [
  "ca-certificates",
  "cloud-init",
  "dbus",
  "e2fsprogs",
  "iproute2",
  "netbase",
  "openssh-server",
  "procps",
  "python3",
  "sudo",
  "systemd-sysv",
  "udev",
];

/** Programs that only judge. promtool, pg_ctl and the like come with what they judge. */
const JUDGES = ["openssl", "shellcheck"];

/** The folder of a Debian 13 root with the packages of all machines; made when it is not there yet (a minute). */
export function makeDebianRoot(): string {
  const packages = [...CLOUD_IMAGE, ...JUDGES, ...exampleMachines().flatMap((machine) => machine.packages)];
  const script = join(PROJECT_ROOT, "script", "debian-root");
  try {
    return execFileSync(script, packages, { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] }).trim();
  } catch {
    throw new Error("script/debian-root could not make the Debian 13 root: its own words stand above");
  }
}

/** The root that jest's globalSetup made. @throws why there is none */
export function debianRoot(): string {
  const root = process.env["DEBIAN_ROOT"];
  if (!root) throw new Error(process.env["DEBIAN_ROOT_ERROR"] ?? "globalSetup has not run");
  return root;
}
