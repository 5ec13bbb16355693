import { execFileSync } from "node:child_process";
import { join } from "node:path";

const go = (program: string, ...args: readonly string[]) =>
  execFileSync(program, args, {
    cwd: join(__dirname, "..", "..", "lab", "provider"),
    env: { ...process.env, GOTOOLCHAIN: "auto", GOFLAGS: "-mod=readonly", GOWORK: "off" },
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });

describe("the stand-in provider", () => {
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
