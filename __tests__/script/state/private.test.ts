import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { keepPrivate } from "../../../script/state/private";

const scratch = mkdtempSync(join(tmpdir(), "private-"));
afterAll(() => {
  rmSync(scratch, { recursive: true });
});

const mode = (...path: readonly string[]): string => (statSync(join(...path)).mode & 0o777).toString(8);

it("the folder is made for its owner alone, with all folders above it", () => {
  const folder = join(scratch, "terraform-state", "staging");
  keepPrivate(folder);
  expect([mode(folder), mode(scratch, "terraform-state")]).toEqual(["700", "700"]);
});

it("what others can read of a state is taken from them, and nothing else", () => {
  const folder = join(scratch, "old");
  mkdirSync(folder);
  chmodSync(folder, 0o755);
  for (const name of ["network.tfstate", "network.tfstate.backup", ".edge.tfstate.lock.info", "README.md"]) {
    writeFileSync(join(folder, name), "");
    chmodSync(join(folder, name), 0o644);
  }
  keepPrivate(folder);
  expect(mode(folder)).toBe("700");
  expect(mode(folder, "network.tfstate")).toBe("600");
  expect(mode(folder, "network.tfstate.backup")).toBe("600");
  expect(mode(folder, ".edge.tfstate.lock.info")).toBe("600");
  expect(mode(folder, "README.md")).toBe("644");
});
