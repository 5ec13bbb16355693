import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT_ROOT } from "../config/paths";

/** All that is used of cdktf, so that leaving it stays small work (docs/decisions/0001-cdktf-though-archived.md). */
const ALLOWED = [
  "App",
  "Fn",
  "LocalBackend",
  "S3Backend",
  "SSHProvisionerConnection",
  "TerraformOutput",
  "TerraformStack",
  "Testing",
];

const IMPORT =
  /(?:\b(?:import|export)\s+(?:type\s+)?(?<what>[^;"'()]*?)\s+from\s+|\b(?:import|require)\s*\(?\s*)["'](?<from>cdktf(?:\/[^"']*)?)["']/g;

/** Every import of cdktf in a source: the names that are taken, or the import itself when that cannot be told. */
function taken(source: string): string[] {
  return [...source.matchAll(IMPORT)].flatMap(({ 0: statement, groups: { what = "", from = "" } = {} }) => {
    const names = /^\{([^}]*)\}$/.exec(what)?.[1];
    if (names === undefined || from !== "cdktf") return [statement];
    const list = names.split(",").map((name) => name.trim().replace(/^type /, ""));
    return list.map((name) => name.split(" as ")[0] ?? "").filter((name) => name !== "");
  });
}

it.each<[string, string, string[]]>([
  ["names", 'import { App, type Fn, Token as T } from "cdktf";', ["App", "Fn", "Token"]],
  ["types", 'import type { SSHProvisionerConnection } from "cdktf";', ["SSHProvisionerConnection"]],
  ["names on lines of their own", 'import {\n  App,\n  Fn,\n} from "cdktf";', ["App", "Fn"]],
  ["everything", 'import * as cdktf from "cdktf";', ['import * as cdktf from "cdktf"']],
  ["an inner module", 'import { X } from "cdktf/lib/x";', ['import { X } from "cdktf/lib/x"']],
  ["nothing but effects", 'import "cdktf";', ['import "cdktf"']],
  ["require", '  const { App } = require("cdktf");', ['require("cdktf"']],
  ["a package of another name", 'import { X } from "@cdktf/provider-tls/lib/x";', []],
])("an import of %s is seen", (_, source, wanted) => {
  expect(taken(source)).toEqual(wanted);
});

it("no source takes more of cdktf", () => {
  const sources = execFileSync(
    "git",
    [
      "ls-files",
      "-z",
      "--cached",
      "--others",
      "--exclude-standard",
      "*.ts",
      ":(exclude)__tests__/cdktf-surface.test.ts",
    ],
    { cwd: PROJECT_ROOT, encoding: "utf8" },
  )
    .split("\0")
    .filter((file) => file !== "" && existsSync(join(PROJECT_ROOT, file)));
  const uses = sources.flatMap((file) =>
    taken(readFileSync(join(PROJECT_ROOT, file), "utf8")).map((name) => `${file}: ${name}`),
  );
  expect(uses.length).toBeGreaterThan(0);
  expect(uses.filter((use) => !ALLOWED.some((name) => use.endsWith(`: ${name}`)))).toEqual([]);
});
