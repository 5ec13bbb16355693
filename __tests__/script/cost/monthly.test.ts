import { costChange, costLines, monthlyCost } from "../../../script/cost/monthly";
import { HOURS, PRICES } from "../../../script/cost/prices";
import { synthesized } from "../../../script/synthesized";
import type { Installation } from "../../../config/schema";
import { exampleInstallation } from "../../support/synth";

const example = exampleInstallation();
const { machines } = example;
const cost = (changes: Partial<Installation["machines"]>) =>
  monthlyCost(synthesized({ ...example, machines: { ...machines, ...changes } }));

it("names all that costs something, and what has no price", () => {
  const { rows, unpriced } = monthlyCost(synthesized(example));
  expect(rows.map(({ name }) => name).sort()).toEqual([
    "NAT gateway",
    "app-1",
    "app-2",
    "bingo-db-data",
    "db",
    "edge",
    "public address",
    "snapshots",
    "yandex_dns_zone",
  ]);
  expect(unpriced).toEqual(["snapshots", "yandex_dns_zone"]);
});

it("counts cores, memory, disks, the gateway and the address for all hours of a month", () => {
  const { core, memoryGb } = PRICES.platforms["standard-v3"]?.regular ?? { core: NaN, memoryGb: NaN };
  const hour =
    8 * core +
    14 * memoryGb +
    (4 * 20 + 96) * (PRICES.diskGb["network-ssd"] ?? NaN) +
    PRICES.natGateway +
    PRICES.publicAddress;
  expect(monthlyCost(synthesized(example)).total).toBeCloseTo(hour * HOURS, 6);
});

it("knows preemptible machines", () => {
  const { rows } = cost({ appNode: { ...machines.appNode, preemptible: true } });
  const row = rows.find(({ name }) => name === "app-1");
  expect(row?.what).toBe("2 cores, 2 GB, 20 GB network-ssd, preemptible");
  expect(row?.rub).toBeCloseTo((2 * 0.34 + 2 * 0.083 + 20 * 0.0199) * HOURS, 6);
});

it("says what has no price, and leaves it out of the sum", () => {
  const dearest = { ...machines.database.dataDisk, type: "network-ssd-io-m3" as const, sizeGb: 93 };
  const found = cost({ database: { ...machines.database, dataDisk: dearest } });
  expect(found.unpriced).toEqual(["bingo-db-data", "snapshots", "yandex_dns_zone"]);
  expect(found.total).toBeLessThan(monthlyCost(synthesized(example)).total);
  const lines = costLines(found);
  expect(lines[0]).toContain(PRICES.date);
  expect(lines.find((line) => line.includes("bingo-db-data"))).toMatch(/93 GB network-ssd-io-m3 +no price known$/);
  expect(lines.at(-1)).toMatch(/^Not in it: traffic, bingo-db-data, snapshots, yandex_dns_zone\. /);

  const platform = { ...example, cloud: { ...example.cloud, platformId: "highfreq-v3" } };
  expect(monthlyCost(synthesized(platform)).unpriced).toEqual([
    "app-1",
    "app-2",
    "snapshots",
    "db",
    "edge",
    "yandex_dns_zone",
  ]);
});

it("says what a change costs", () => {
  const before = synthesized(example);
  const after = synthesized({ ...example, machines: { ...machines, edge: { ...machines.edge, memoryGb: 4 } } });
  expect(costChange(before, before)).toMatch(/^Cost: 13,\d{3} RUB a month, as before, at the prices of /);
  expect(costChange(before, after)).toMatch(
    /^Cost: 13,\d{3} → 13,\d{3} RUB a month \(\+475\), .*; no price known: snapshots, yandex_dns_zone\.$/,
  );
  expect(costChange(after, before)).toContain("(−475)");
});
