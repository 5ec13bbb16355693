import { join } from "node:path";
import { PROJECT_ROOT } from "../config/paths";

/**
 * Machines and disks of the labs on this host, but for those of tests, which may be anywhere. Not in the project:
 * everything that walks through its files would walk through the machines' as well.
 */
export const LABS = "/var/lib/bingo-lab";

export type LabPaths = ReturnType<typeof labPaths>;

/**
 * Files and folders of a lab. Labs of different names share none, and none with the cloud's deployment.
 *
 * @param name a lower-case letter, then up to 9 lower-case letters or digits
 */
export function labPaths(name: string) {
  if (!/^[a-z][a-z0-9]{0,9}$/.test(name)) {
    throw new Error(`name of the lab: expected a lower-case letter and up to 9 letters or digits, found "${name}"`);
  }
  const relative = `.cache/lab/${name}`;
  const folder = join(PROJECT_ROOT, relative);
  const run = join("/run/bingo-lab", name);
  return {
    name,
    folder,
    /** `cdktf`'s output. */
    output: `lab-${name}.out`,
    /** Terraform's state, relative to the project. */
    state: `${relative}/state`,
    /** Machines and disks. */
    host: join(LABS, name),
    /** The daemon's resources. */
    resources: join(folder, "resources.json"),
    installation: join(folder, "installation.yaml"),
    standIn: join(folder, "bingo"),
    provider: join(folder, "provider"),
    daemonLog: join(folder, "daemon.log"),
    /** Whole output of the last deployment. */
    deployLog: join(folder, "deploy.log"),
    /** Whole output of the last `destroy`. */
    destroyLog: join(folder, "destroy.log"),
    /** Sockets and pids. Outside of the project, as a socket's path has at most 107 characters. */
    run,
    socket: join(run, "daemon.sock"),
    pid: join(run, "daemon.pid"),
    /** Names the project that the lab belongs to. */
    owner: join(run, "project"),
  } as const;
}
