import { LabPaths } from "../../lab/paths";
import { Lab } from "../../lab";
import { loadInstallation } from "../../config/load";
import type { Deployment } from "../acceptance/deployment";
import { machinesOf, preparedRows } from "./machines";

/** A lab that is up: its name is asked for at its address, HTTP/3 by its client, the rest on its machines. */
export async function labDeployment(name: string): Promise<Deployment> {
  const lab = await Lab.attach(name);
  const { domain, bingo } = loadInstallation(new LabPaths(name).installation);
  const machine = (which: string): ReturnType<Lab["machine"]> => lab.machine(which);
  return {
    http: `http://${domain}`,
    https: `https://${domain}`,
    address: new URL(lab.urls.http).hostname,
    curl: (args) => lab.client.run(["curl", ...args].map(quoted).join(" ")),
    machines: machinesOf(machine, bingo.studentEmail),
    prepared: await preparedRows(machine("db")),
  };
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
