import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Shell } from "../../../lab";
import { fetchDump } from "../../../proof/target/dump";

const folder = mkdtempSync(join(tmpdir(), "dump-"));
const there = join(folder, "bingo.dump");
const here = join(folder, "fetched");

afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** A database machine whose paths are those of the test. @param spoil changes what a command printed */
function database(spoil = (text: string) => text): Shell {
  return new Shell({
    name: "db",
    exec: (command) =>
      new Promise((resolve) => {
        const own = (command.at(-1) ?? "").replace("source /usr/local/lib/bingo/database.sh", `DUMP=${there}`);
        execFile("bash", ["-c", own], { maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
          resolve({ status: Number(error?.code ?? 0), stdout: spoil(stdout), stderr });
        });
      }),
    lastLog: () => Promise.resolve(""),
  });
}

it("comes whole, whatever bytes it has", async () => {
  const dump = Buffer.concat([Buffer.from("PGDMP"), Buffer.alloc(9 * 1024 * 1024, "\u00ff\u0000\n")]);
  writeFileSync(there, dump);
  expect(await fetchDump(database(), here)).toBe(dump.length);
  expect(readFileSync(here).equals(dump)).toBe(true);
  expect(readdirSync(folder).sort()).toEqual(["bingo.dump", "fetched"]);
});

it("is refused when it arrives as another, and what was there before stays", async () => {
  writeFileSync(there, "PGDMP");
  writeFileSync(here, "before");
  const spoiled = database((text) => (text === "UEdETVA=" ? "UEdETVE=" : text));
  await expect(fetchDump(spoiled, here)).rejects.toThrow(/expected the dump with sha256 \w{64}, found/);
  expect(readFileSync(here, "utf8")).toBe("before");
  expect(existsSync(`${here}.part`)).toBe(false);
});

it("is missed with the reason where to look", async () => {
  rmSync(there);
  await expect(fetchDump(database(), here)).rejects.toThrow("db: expected a dump of the prepared data, found none");
});
