import { choresOf, donesIn } from "../../../proof/months/days";

it("rotates logs each day and trims disks each week", () => {
  expect(choresOf(1, 0, 4)).toContain("logrotate.service");
  expect(choresOf(1, 0, 4)).not.toContain("fstrim.service");
  expect(choresOf(7, 0, 4)).toContain("fstrim.service");
});

it("has one machine at a time take updates, each in its turn", () => {
  const updated = [7, 14, 21, 28].map((day) =>
    [0, 1, 2, 3].filter((machine) => choresOf(day, machine, 4).includes("bingo-update.service")),
  );
  expect(updated).toEqual([[1], [2], [3], [0]]);
});

it("tells what was done from what a condition left out and what failed", () => {
  const lines = "logrotate.service 0 yes\nfstrim.service 0 no\ndpkg-db-backup.service 1 yes\n";
  expect(donesIn("edge", lines).map(({ outcome }) => outcome)).toEqual(["done", "skipped", "failed"]);
});

it("takes a machine that did not answer for a failure", () => {
  expect(donesIn("edge", "logrotate.service edge: expected an answer")).toEqual([
    { machine: "edge", unit: "logrotate.service", outcome: "failed" },
  ]);
});
