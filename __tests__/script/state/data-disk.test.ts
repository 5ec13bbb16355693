import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { refuseSmallerDisk } from "../../../script/state/data-disk";

const folder = mkdtempSync(join(tmpdir(), "data-disk-"));
const refused = (sizeGb: number) => (): void => {
  refuseSmallerDisk(folder, sizeGb);
};
afterAll(() => {
  rmSync(folder, { recursive: true });
});

it("any size is taken where there is no disk", () => {
  expect(refused(20)).not.toThrow();
  // Of a deployment that ended early.
  writeFileSync(join(folder, "data.tfstate"), "");
  expect(refused(20)).not.toThrow();
  writeFileSync(join(folder, "data.tfstate"), JSON.stringify({ version: 4, resources: [] }));
  expect(refused(20)).not.toThrow();
});

it("a disk may grow, and never shrinks", () => {
  const resources = [{ type: "yandex_compute_disk", instances: [{ attributes: { size: 40 } }] }];
  writeFileSync(join(folder, "data.tfstate"), JSON.stringify({ version: 4, resources }));
  expect(refused(40)).not.toThrow();
  expect(refused(96)).not.toThrow();
  expect(refused(20)).toThrow(
    "machines.database.dataDisk.sizeGb: got 20, allowed: at least 40, the size of the disk that is there",
  );
});
