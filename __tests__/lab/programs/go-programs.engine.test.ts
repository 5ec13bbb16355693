import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { PROJECT_ROOT } from "../../../config/paths";

const PROGRAMS = join(PROJECT_ROOT, "lab", "programs");

describe.each(["bingo", "delay-line", "provider"])("the lab's %s", (folder) => {
  const go = (program: string, ...args: readonly string[]) =>
    execFileSync(program, args, {
      cwd: join(PROGRAMS, folder),
      env: { ...process.env, GOTOOLCHAIN: "auto", GOFLAGS: "-mod=readonly", GOWORK: "off" },
      encoding: "utf8",
      stdio: ["ignore", "pipe", "inherit"],
    });

  it("is formatted", () => {
    expect(go("gofmt", "-l", ".")).toBe("");
  });

  it.each(["vet", "test"])(
    "passes go %s",
    (command) => {
      go("go", command, "./...");
    },
    300_000,
  );
});
