import { loadInstallation } from "../../config/load";
import { type Lab, quoted } from "../../lab";
import { DATABASE, MACHINES, type Deployment } from "../target/deployment";
import { labDeployment } from "../target/open";
import { preparedRows, sql } from "../target/sql";
import type { Curl, Subject } from "./subject";

/** Shows what an opened deployment lets a judge see beyond the service itself: its machines, and the prepared rows. */
export async function insideOf(deployment: Deployment): Promise<Pick<Subject, "machines" | "prepared">> {
  const database = deployment.machine(DATABASE);
  return {
    machines: {
      names: MACHINES,
      studentEmail: loadInstallation(deployment.installation).bingo.studentEmail,
      run: (name, line, options) => deployment.machine(name).succeed(line, options),
      sql: (statement) => sql(database, statement),
    },
    prepared: await preparedRows(database),
  };
}

/** A curl that speaks HTTP/3, in the lab's internet. */
export function labCurl({ client }: Pick<Lab, "client">): Curl {
  return (args) => client.run(["curl", ...args].map(quoted).join(" "));
}

/** Makes a lab that is up the subject: its domain is reached at its address, HTTP/3 from its client. */
export async function labSubject(name: string): Promise<Subject> {
  const lab = await labDeployment(name);
  const { domain } = loadInstallation(lab.installation);
  return {
    http: `http://${domain}`,
    https: `https://${domain}`,
    address: new URL(lab.service.url).hostname,
    curl: labCurl(lab),
    ...(await insideOf(lab)),
  };
}
