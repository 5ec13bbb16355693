import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { mountedLowerdirs, recordedLowerdirs } from "../../../lab/host/lowerdirs";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lowerdirs-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe("the folders that machines stand on", () => {
  it("are in the records of all labs, also of stopped machines", () => {
    const record = join(folder, "labs", "one", "machines", "m1");
    mkdirSync(record, { recursive: true });
    mkdirSync(join(folder, "labs", "two", "machines", "half-made"), { recursive: true });
    writeFileSync(join(record, "record.json"), JSON.stringify({ wanted: "stopped", lower: ["/cache/a", "/base"] }));
    expect(recordedLowerdirs(join(folder, "labs"))).toEqual(["/cache/a", "/base"]);
    expect(recordedLowerdirs(join(folder, "nowhere"))).toEqual([]);
  });

  it("are in the mounts of a process, wherever its records are", () => {
    const info = [
      "651 618 0:50 / / rw,relatime - overlay overlay rw,lowerdir=/cache/my\\040layer:/base,upperdir=/m/upper,workdir=/m/work",
      "652 651 0:51 / /proc rw,relatime - proc proc rw",
    ];
    expect(mountedLowerdirs(`${info.join("\n")}\n`)).toEqual(["/cache/my layer", "/base"]);
  });
});
