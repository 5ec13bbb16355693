import { rebootTime, updateTime } from "../../cloud-init/updates";

it("updates one machine after the other", () => {
  expect(["app-1", "app-2", "edge", "db"].map(updateTime)).toEqual([
    "*-*-* 00:00:00",
    "*-*-* 00:20:00",
    "*-*-* 00:40:00",
    "*-*-* 01:00:00",
  ]);
  expect(() => updateTime("app-3")).toThrow(RangeError);
});

describe("reboots that wait", () => {
  const MACHINES = ["app-1", "app-2", "edge", "db"];
  const rebootWindow = { from: "02:30", days: ["Sat", "Sun"] as const, edge: false, database: false };

  it("are nobody's without a window", () => {
    expect(MACHINES.map((machine) => rebootTime(machine, {}))).toEqual([null, null, null, null]);
  });

  it("are those of app nodes within it, one after the other", () => {
    expect(MACHINES.map((machine) => rebootTime(machine, { rebootWindow }))).toEqual([
      "Sat,Sun *-*-* 02:30:00",
      "Sat,Sun *-*-* 02:50:00",
      null,
      null,
    ]);
  });

  it("are also those of edge and database when the config says so, and end before midnight", () => {
    const late = { ...rebootWindow, from: "22:59", edge: true, database: true };
    expect(MACHINES.map((machine) => rebootTime(machine, { rebootWindow: late }))).toEqual([
      "Sat,Sun *-*-* 22:59:00",
      "Sat,Sun *-*-* 23:19:00",
      "Sat,Sun *-*-* 23:39:00",
      "Sat,Sun *-*-* 23:59:00",
    ]);
  });
});
