import type { Installation } from "../../config/schema";
import { quoted } from "../../lab";
import { DATABASE, MACHINES, type Deployment } from "../target/deployment";
import { preparedRows, sql } from "../target/sql";
import type { Subject } from "./subject";

/** Shows what an opened deployment lets a judge see beyond the service itself: its machines, and the prepared rows. */
export async function insideOf(
  deployment: Deployment,
  { bingo }: Installation,
): Promise<Pick<Subject, "prepared"> & Required<Pick<Subject, "machines">>> {
  const database = deployment.machine(DATABASE);
  return {
    machines: {
      names: MACHINES,
      studentEmail: bingo.studentEmail,
      run: (name, line, options) => deployment.machine(name).succeed(line, options),
      sql: (statement) => sql(database, statement),
    },
    prepared: await preparedRows(database),
  };
}

/** Makes a lab the subject: its domain is reached at its address, HTTP/3 from its client. */
export async function labSubject(deployment: Deployment, installation: Installation): Promise<Subject> {
  const { client, service, name } = deployment;
  if (!client) throw new Error(`${name}: expected a client of its own, found none`);
  return {
    http: `http://${installation.domain}`,
    https: `https://${installation.domain}`,
    address: new URL(service.url).hostname,
    curl: (args) => client.run(["curl", ...args].map(quoted).join(" ")),
    ...(await insideOf(deployment, installation)),
  };
}
