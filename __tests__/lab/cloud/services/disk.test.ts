import type { JsonObject } from "../../../../config/json";
import { furnish, GB, id, LabCloud, type Plan, ZONE } from "../../../support/lab-cloud";

let lab: LabCloud;
let plan: Plan;

beforeEach(async () => {
  lab = new LabCloud();
  plan = await furnish(lab);
});

describe("a disk", () => {
  const disk = (gigabytes: number, type_id: string, change: JsonObject = {}) =>
    lab.create("DiskService", { name: "e", size: gigabytes * GB, type_id, zone_id: ZONE, ...change });

  it("grows and never shrinks", async () => {
    const grown = { disk_id: id(plan.disk), update_mask: { paths: ["size"] }, size: 30 * GB };
    await lab.call("DiskService/Update", grown);
    expect(lab.substrate.volumes.get(id(plan.disk))).toEqual({ id: id(plan.disk), sizeGb: 30 });
    await expect(lab.call("DiskService/Update", { ...grown, size: 20 * GB })).rejects.toThrow(
      "size: a disk never shrinks, expected at least 30 GB, found 20 GB",
    );
  });

  it.each<[string, () => Promise<JsonObject>, RegExp]>([
    ["an unknown type", () => disk(20, "floppy"), /^type_id: expected one of network-hdd, .*, found floppy$/],
    ["a size that its type has not", () => disk(100, "network-ssd-nonreplicated"), /multiple of 93 GB, found 100 GB$/],
    [
      "too large a size",
      () => disk(27000, "network-ssd"),
      /size: expected at most 8192 GB, found 27000 GB|size: expected/,
    ],
    ["a wrong name", () => disk(20, "network-ssd", { name: "Data" }), /^Request validation error: name: expected/],
    ["an unknown zone", () => disk(20, "network-ssd", { zone_id: "ru-central1-x" }), /^zone_id: expected one of/],
  ])("is refused with %s", async (_, create, sentence) => {
    await expect(create()).rejects.toThrow(sentence);
    expect(lab.substrate.volumes.size).toBe(1);
  });
});

describe("a schedule of snapshots", () => {
  it("has disks, and keeps a number of snapshots or those of a time", async () => {
    const made = await lab.create("SnapshotScheduleService", {
      name: "daily",
      schedule_policy: { expression: "0 3 * * *" },
      snapshot_count: 7,
      disk_ids: [id(plan.disk)],
    });
    const byId = { snapshot_schedule_id: id(made) };
    const disks = async () => (await lab.call("SnapshotScheduleService/ListDisks", byId))["disks"];
    expect(await disks()).toMatchObject([{ id: id(plan.disk) }]);
    await lab.call("SnapshotScheduleService/UpdateDisks", { ...byId, remove: [id(plan.disk)] });
    expect((await disks()) ?? []).toEqual([]);
    await lab.call("SnapshotScheduleService/Update", {
      ...byId,
      update_mask: { paths: ["retention_period"] },
      retention_period: { seconds: 86400 },
    });
    const changed = await lab.call("SnapshotScheduleService/Get", byId);
    expect(changed).toMatchObject({ retention_period: { seconds: 86400 }, status: "ACTIVE" });
    expect(changed).not.toHaveProperty("snapshot_count");
  });

  it("outlives its disk, and takes another", async () => {
    const schedule_policy = { expression: "0 3 * * *" };
    const disk = await lab.create("DiskService", { name: "short-lived", zone_id: ZONE, size: 4 * GB });
    const byId = {
      snapshot_schedule_id: id(
        await lab.create("SnapshotScheduleService", { name: "weekly", schedule_policy, disk_ids: [id(disk)] }),
      ),
    };
    await lab.call("DiskService/Delete", { disk_id: id(disk) });
    expect((await lab.call("SnapshotScheduleService/ListDisks", byId))["disks"] ?? []).toEqual([]);
    await lab.call("SnapshotScheduleService/Update", {
      ...byId,
      update_mask: { paths: ["schedule_policy"] },
      schedule_policy,
    });
    await lab.call("SnapshotScheduleService/UpdateDisks", { ...byId, add: [id(plan.disk)] });
    expect(await lab.call("SnapshotScheduleService/ListDisks", byId)).toMatchObject({ disks: [{ id: id(plan.disk) }] });
  });
});

describe("images", () => {
  it("are one, in the folder of public images", async () => {
    const request = { folder_id: "standard-images", family: "debian-13" };
    expect(await lab.call("ImageService/GetLatestByFamily", request)).toMatchObject({ id: "fd8labdebian13000000" });
    await expect(lab.call("ImageService/GetLatestByFamily", { ...request, family: "debian-12" })).rejects.toThrow(
      "Image of family debian-12 not found in folder standard-images; the lab has debian-13 in standard-images",
    );
  });
});
