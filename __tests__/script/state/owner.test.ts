import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PROJECT_ROOT } from "../../../config/paths";
import { claim } from "../../../script/state/owner";

const folder = mkdtempSync(join(tmpdir(), "owner-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const config = (name: string): string => join(PROJECT_ROOT, name);

it("a folder of states is that of the config that came first, until its note is removed", () => {
  claim(folder, config("installation.yaml"));
  claim(folder, config("installation.yaml"));
  const note = join(folder, "installation");
  expect(statSync(note).mode & 0o777).toBe(0o600);
  expect(() => {
    claim(folder, config("staging.yaml"));
  }).toThrow(
    `staging.yaml: state.local.folder: got ${folder}, which holds the state of installation.yaml, allowed: a folder of its own (if installation.yaml has only got a new name, remove ${note})`,
  );
  rmSync(note);
  claim(folder, config("staging.yaml"));
});
