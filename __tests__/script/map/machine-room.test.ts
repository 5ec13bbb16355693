import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT_ROOT } from "../../../config/paths";
import { flows } from "../../../constructs/flows";
import { exampleFlows, machineRoom } from "../../../script/map/machine-room";

it("docs/machine-room.svg is what the security groups are made of: else npm run map", () => {
  const file = join(PROJECT_ROOT, "docs", "machine-room.svg");
  expect(readFileSync(file, "utf8")).toBe(machineRoom(exampleFlows()));
});

it("every flow is in the picture, with its reason", () => {
  // With a port and a mail server that only some machines reach.
  const all = flows(3, "https://mine.org:8443/bingo", 465);
  const picture = machineRoom(all);
  for (const { protocol, ports, why } of all) {
    const [first, last] = ports;
    expect(picture).toContain(
      `${protocol} ${first === last ? first : `${first}–${last}`}: ${why.replace(/&/g, "&amp;")}`,
    );
  }
  expect(picture).toContain("internet, TCP 8443: the bingo binary (app-node, database only)");
  expect(picture).toContain("internet, TCP 465: alerts by mail (edge only)");
});

it("an arrow leads from one box to the other, and to nobody else", () => {
  const way = { from: "database", to: "edge", protocol: "TCP", ports: [1, 9], why: "a < b" } as const;
  expect(machineRoom([way]).match(/marker-end/g)).toHaveLength(1);
  expect(machineRoom([way])).toContain("<title>TCP 1–9: a &lt; b</title>");
  expect(machineRoom([])).not.toContain("marker-end");
});
