import type { Role } from "../../../cloud-init/roles";
import type { Machine } from "../../../lab";

/** Every machine of the installation with its role. */
export const MACHINES: Readonly<Record<string, Role>> = {
  edge: "edge",
  "app-1": "app-node",
  "app-2": "app-node",
  db: "database",
};
export const MACHINE_NAMES = Object.keys(MACHINES);

/** Returns the role of a machine. @throws when the installation has no machine of this name. */
export function roleOf(name: string): Role {
  const role = MACHINES[name];
  if (role === undefined) throw new Error(`machine: expected one of ${MACHINE_NAMES.join(", ")}, found ${name}`);
  return role;
}

/** What a machine of its role must have running. */
export const UNITS: Readonly<Record<Role, readonly string[]>> = {
  edge: ["haproxy", "nginx", "prometheus", "mtail", "prometheus-nginx-exporter"],
  "app-node": ["docker", "bingo", "bingo-autoheal", "bingo-fence"],
  database: ["postgresql@17-main", "pgbouncer", "prometheus-postgres-exporter", "prometheus-pgbouncer-exporter"],
};

/** What every machine must have running. */
export const COMMON_UNITS = ["chrony", "ssh", "prometheus-node-exporter", "bingo-metadata-fence"];

/** What cloud-init may complain of, with the reason why it is no defect. */
const HARMLESS: readonly RegExp[] = [
  // Debian's chrony gives its log folder to its user before it makes it, on every fresh Debian 13.
  /^dpkg-statoverride: warning: --update given but \/var\/log\/chrony does not exist\s*$/,
];

/** Lines in which cloud-init, or a program that it ran, complains; apt's begin with a letter. */
export async function complaints(machine: Machine): Promise<readonly string[]> {
  const words = "\\b(warning|errors?|critical|traceback|failed|failure)\\b|^[WEN]: ";
  const logs = "/var/log/cloud-init.log /var/log/cloud-init-output.log";
  const found = await machine.succeed(`grep -hiE '${words}' ${logs} || test $? = 1`);
  return found.split("\n").filter((line) => line !== "" && !HARMLESS.some((pattern) => pattern.test(line)));
}
