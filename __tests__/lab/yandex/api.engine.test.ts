import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT_ROOT } from "../../../config/paths";

const FOLDER = join(PROJECT_ROOT, "lab", "yandex");

/** With the settings of script/build-once, so that what it has compiled is used. */
const go = (program: string, ...args: readonly string[]): string =>
  execFileSync(program, args, {
    cwd: FOLDER,
    env: { ...process.env, CGO_ENABLED: "0", GOFLAGS: "-mod=readonly -trimpath -buildvcs=false", GOWORK: "off" },
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
    maxBuffer: 16 * 1024 * 1024,
  });

it("lab/yandex is formatted", () => {
  expect(go("gofmt", "-l", ".")).toBe("");
});

it("lab/cloud/api/api.json is what the provider's version of the API says", () => {
  const committed = readFileSync(join(PROJECT_ROOT, "lab", "cloud", "api", "api.json"), "utf8");
  expect(go("go", "run", "./api")).toBe(committed);
}, 600_000);
