import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LayerCache } from "../../../lab/host/layer-cache";

const BASE = "debian-13-000000000001";
let folder: string;
let cache: LayerCache;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "layer-cache-"));
  mkdirSync(join(folder, BASE));
  cache = new LayerCache(join(folder, "layers"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function present(): string[] {
  return readdirSync(join(folder, "layers", BASE)).sort();
}

/** @param age seconds since its last use */
function layer(key: string, age: number, base = BASE): string {
  const path = join(folder, "layers", base, key);
  mkdirSync(path, { recursive: true });
  utimesSync(path, new Date(), Date.now() / 1000 - age);
  return path;
}

describe("the layers that labs share", () => {
  it("take a new one over, and are found by base and key", async () => {
    const made = join(folder, "made");
    mkdirSync(made);
    writeFileSync(join(made, "file"), "word");
    expect(cache.find(BASE, "a")).toBeUndefined();
    const kept = await cache.keep(BASE, "a", made);
    expect(readFileSync(join(kept, "file"), "utf8")).toBe("word");
    expect(existsSync(made)).toBe(false);
    expect(cache.find(join("/anywhere", BASE), "a")).toBe(kept);
    expect(cache.find("debian-13-000000000002", "a")).toBeUndefined();
  });

  it("stay as another lab made them when that was quicker", async () => {
    writeFileSync(join(layer("a", 0), "file"), "first");
    mkdirSync(join(folder, "made"));
    expect(readFileSync(join(await cache.keep(BASE, "a", join(folder, "made")), "file"), "utf8")).toBe("first");
    expect(present()).toEqual(["a"]);
  });

  it("are the ten used last, and those that machines stand on", () => {
    const paths = Array.from({ length: 13 }, (_, index) => layer(`l${index}`, index * 60));
    cache.find(BASE, "l11");
    cache.prune([paths[12] ?? "", join(folder, BASE)]);
    expect(present()).toEqual(["l0", "l1", "l11", "l12", "l2", "l3", "l4", "l5", "l6", "l7", "l8"]);
  });

  it("go with their base, unless a machine stands on them", () => {
    const used = layer("a", 0, "debian-13-00000000gone");
    layer("b", 0, "debian-13-0000000ogone");
    // As they were laid out at first.
    mkdirSync(join(folder, "layers", "0123456789ab", "usr"), { recursive: true });
    cache.prune([used]);
    expect(readdirSync(join(folder, "layers"))).toEqual(["debian-13-00000000gone"]);
  });
});
