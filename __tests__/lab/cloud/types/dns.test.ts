import { furnish, LabCloud, type Plan, recordOf, zoneOf } from "../../../support/lab-cloud";

let lab: LabCloud;
let plan: Plan;

beforeEach(async () => {
  lab = new LabCloud();
  plan = await furnish(lab);
});

describe("a private DNS zone", () => {
  it("has its records only as long as they exist", async () => {
    const zone = await lab.create("yandex_dns_zone", zoneOf(plan));
    const db = await lab.create("yandex_dns_recordset", recordOf(zone, "db"));
    await lab.create("yandex_dns_recordset", { ...recordOf(zone, "edge"), name: "edge" });
    expect(lab.substrate.records).toEqual({ "db.bingo.local": ["10.130.0.20"], "edge.bingo.local": ["10.130.0.20"] });
    await lab.delete("yandex_dns_recordset", db);
    expect(Object.keys(lab.substrate.records)).toEqual(["edge.bingo.local"]);
  });

  it("is refused if it is public, and with records other than A or outside the zone", async () => {
    await expect(lab.create("yandex_dns_zone", { ...zoneOf(plan), public: true })).rejects.toThrow(
      /public: expected false/,
    );
    const zone = await lab.create("yandex_dns_zone", zoneOf(plan));
    await expect(lab.create("yandex_dns_recordset", { ...recordOf(zone, "x"), type: "TXT" })).rejects.toThrow(
      /type: expected A/,
    );
    await expect(
      lab.create("yandex_dns_recordset", { ...recordOf(zone, "x"), name: "x.example.org." }),
    ).rejects.toThrow("expected a name in bingo.local., found x.example.org.");
  });
});
