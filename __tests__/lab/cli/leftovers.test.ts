import { deleteLeftovers } from "../../../lab/cli/leftovers";
import { DaemonClient } from "../../../lab/cloud/client";
import { labPaths } from "../../../lab/paths";
import { exampleInstallation } from "../../support/synth";

class Daemon extends DaemonClient {
  known: readonly string[] = [];

  override beginDeployment(known: readonly string[]): Promise<readonly string[]> {
    this.known = known;
    return Promise.resolve(["vpc_address a"]);
  }
}

it("spares the disk that an installation is made around, and tells what was deleted", async () => {
  const { machines, ...rest } = exampleInstallation();
  const dataDisk = { ...machines.database.dataDisk, existing: "fhm00000000000000000" };
  const around = { ...rest, machines: { ...machines, database: { ...machines.database, dataDisk } } };
  const daemon = new Daemon("/nowhere");
  const told: string[] = [];
  await deleteLeftovers(labPaths("nosuch"), daemon, around, (line) => told.push(line));
  expect(daemon.known).toEqual(["fhm00000000000000000"]);
  expect(told).toEqual(["deleted, as no state knows it: vpc_address a"]);
});
