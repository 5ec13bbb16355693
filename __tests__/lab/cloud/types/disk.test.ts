import { furnish, id, LabCloud, type Plan } from "../../../support/lab-cloud";

let lab: LabCloud;
let plan: Plan;

beforeEach(async () => {
  lab = new LabCloud();
  plan = await furnish(lab);
});

describe("a disk", () => {
  it("grows, but does not shrink", async () => {
    await expect(lab.update("yandex_compute_disk", plan.disk, { size: 10 })).rejects.toThrow(
      "a disk never shrinks, expected at least 20, found 10",
    );
    expect(lab.substrate.volumes.get(id(plan.disk))).toMatchObject({ sizeGb: 20 });
    await lab.update("yandex_compute_disk", plan.disk, { size: 30 });
    expect(lab.substrate.volumes.get(id(plan.disk))).toMatchObject({ sizeGb: 30 });
  });
});
