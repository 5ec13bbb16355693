import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PROJECT_ROOT } from "../config/paths";

const folder = mkdtempSync(join(tmpdir(), "config-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

it("ends with status 1 and the problems alone, and writes nothing, when the config is wrong", () => {
  const out = join(folder, "out");
  mkdirSync(out);
  const file = join(folder, "installation.yaml");
  writeFileSync(file, "domain: localhost\nbingo: {}\nssh: { sources: [203.0.113.7] }\n");

  const { status, stdout, stderr } = spawnSync(process.execPath, ["--import", "tsx", "main.ts"], {
    cwd: PROJECT_ROOT,
    env: { ...process.env, INSTALLATION: file, CDKTF_OUTDIR: out },
    encoding: "utf8",
    timeout: 60_000,
  });

  expect(stderr.trimEnd().split("\n")).toEqual([
    `${file}: 4 problems`,
    expect.stringMatching(/:1:9 domain: got "localhost", allowed: a lower-case host name/),
    expect.stringMatching(/:2:1 bingo.studentEmail: got nothing, allowed: an e-mail address/),
    expect.stringMatching(/:2:1 bingo.binary: got nothing, allowed: a mapping with exactly one of the keys url, file/),
    expect.stringMatching(/:3:18 ssh.sources.0: got "203.0.113.7", allowed: .* write 203.0.113.7\/32/),
  ]);
  expect(stdout).toBe("");
  expect(status).toBe(1);
  expect(readdirSync(out)).toEqual([]);
}, 60_000);
