import { join } from "node:path";
import { parse } from "yaml";
import type { MachineFile } from "../../../cloud-init/render";
import { machines, type MachineDefinition } from "../../../cloud-init/machines";
import { exampleInstallation } from "../../support/synth";
import { PROJECT_ROOT } from "../../../config/paths";

const BASELINE = join(PROJECT_ROOT, "proof", "bench", "baseline", "templates");
const KEY = "ssh-ed25519 AAAA";

function files({ userData }: MachineDefinition): Map<string, MachineFile> {
  const { write_files } = parse(userData(KEY)) as { write_files: MachineFile[] };
  return new Map(write_files.map((file) => [file.path, file]));
}

/** Paths of the files of which a machine of the baseline has another version. */
function replaced(name: string): string[] {
  const [own, baseline] = [undefined, BASELINE].map((replacements) => {
    const machine = machines(exampleInstallation(), replacements).find((machine) => machine.name === name);
    if (!machine) throw new Error(`there is no ${name}`);
    return files(machine);
  }) as [Map<string, MachineFile>, Map<string, MachineFile>];
  expect([...baseline.keys()]).toEqual([...own.keys()]);
  return [...own].filter(([path, { content }]) => baseline.get(path)?.content !== content).map(([path]) => path);
}

describe("the benchmark's baseline", () => {
  it.each([
    ["edge", ["/etc/nginx/nginx.conf"]],
    [
      "app-1",
      [
        "/etc/bingo/compose.yaml",
        "/usr/local/sbin/bingo-autoheal",
        "/usr/local/sbin/bingo-recycle",
        "/usr/local/share/bingo/image/start",
      ],
    ],
    ["db", ["/etc/bingo/relaxed.conf", "/usr/local/lib/bingo/sql/indexes.sql"]],
  ])("differs on %s in nothing but what it is there to compare", (name, paths) => {
    expect(replaced(name)).toEqual(paths);
  });

  it("replaces only what is there", () => {
    const stray = join(PROJECT_ROOT, "__tests__", "fixtures", "stray-templates");
    const edge = machines(exampleInstallation(), stray)[0];
    expect(() => edge?.userData(KEY)).toThrow("there is no /etc/nginx/ngnix.conf in templates to replace");
  });
});
