import { debianRoot } from "../../support/debian-root";
import { exampleMachines } from "../../support/example";
import { MachineTree } from "../../support/machine-tree";

const METRICS = "/var/lib/prometheus/node-exporter";

let tree: MachineTree;

beforeAll(async () => {
  const [database] = exampleMachines(["database"]);
  if (!database) throw new Error("the example has no database");
  tree = await MachineTree.open(debianRoot(), database.name, database.address);
  tree.write(database.files);
  tree.must(["install", "-d", METRICS]);
});
afterAll(() => tree.close());

/** As systemd runs it after a service has ended. */
function note(part: string, result: string): void {
  tree.must(["env", `SERVICE_RESULT=${result}`, "/usr/local/lib/bingo/note-death", part, `${part}.service`]);
}

/** Stands for systemd, which has seen the main process of a unit end. */
function ended(when: string): void {
  tree.write([{ path: "/usr/local/sbin/systemctl", permissions: "0755", content: `#!/bin/sh\necho "${when}"\n` }]);
}

const noted = (part: string): number =>
  Number(tree.must(["sed", "-n", `s/^bingo_database_died_timestamp_seconds{part="${part}"} //p`, ...files()]));
const files = (): string[] => tree.must(["find", METRICS, "-name", "*.prom"]).trim().split("\n");

it("writes when systemd saw the main process end, not when it is told", () => {
  ended("Sat 2026-11-28 01:44:28.179226 UTC");
  note("postgresql", "exit-code");
  expect(noted("postgresql")).toBeCloseTo(1_795_830_268.179226, 5);
});

it("writes when a part of the database died, for the node exporter", () => {
  ended("");
  note("postgresql", "signal");
  note("pgbouncer", "exit-code");
  for (const part of ["postgresql", "pgbouncer"]) expect(Math.abs(Date.now() / 1000 - noted(part))).toBeLessThan(30);
  tree.must(["bash", "-euo", "pipefail", "-c", `for file in ${METRICS}/*.prom; do promtool check metrics <$file; done`]);
});

it("takes an orderly end for no death", () => {
  note("postgresql", "signal");
  const before = noted("postgresql");
  note("postgresql", "success");
  expect(noted("postgresql")).toBe(before);
});
