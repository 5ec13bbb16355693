import { debianRoot } from "../debian-root";
import type { Role } from "../../../cloud-init/roles";
import { exampleMachines } from "../example";
import { MachineTree } from "../machine-tree";
import { accepted } from "./checker";
import type { Checker, LaidOut } from "./checker";
import { COMMON } from "./checkers/common";

/** What is particular to a role. */
export interface RoleUnderTest {
  readonly checkers: readonly Checker[];
  /**
   * What the role's set-up or a delivery has done by the time that its programs read the files, as a bash script: users,
   * folders, a certificate.
   */
  readonly before: string;
  /** Files that no program of Debian can judge, each with the reason. */
  readonly unjudged: Readonly<Record<string, string>>;
}

/** One test for each machine of the role and each program; a file that no program reads fails too. */
export function judge(role: Role, { checkers, before, unjudged }: RoleUnderTest): void {
  const all = [...COMMON, ...checkers];
  const machines = exampleMachines([role]);

  describe.each(machines)("$name", (machine) => {
    let on: LaidOut;

    beforeAll(async () => {
      const root = debianRoot();
      on = { machine, tree: await MachineTree.open(root, machine.name, machine.address) };
      on.tree.write(machine.files);
      // shellcheck's directives and promtool's tests name files as they lie in the project; here they are the rendered.
      for (const part of ["base", role]) {
        on.tree.must(["install", "-d", `/templates/${part}`]);
        on.tree.must(["ln", "-s", "/", `/templates/${part}/root`]);
      }
      accepted(on.tree.script(before));
      accepted(on.tree.run(["/usr/local/sbin/bingo-harden"]));
    });

    afterAll(() => on.tree.close());

    it("cloud-init schema", () => {
      on.tree.write([{ path: "/root/user-data", content: machine.userData }]);
      accepted(on.tree.run(["cloud-init", "schema", "--config-file", "/root/user-data"]), /deprecat|warn|invalid/i);
    });

    it.each(
      all
        .map(({ program, reads, judge: verdict }) => ({ program, verdict, files: machine.files.filter(reads) }))
        .filter(({ files }) => files.length > 0),
    )("$program", ({ verdict, files }) => {
      verdict(on, files);
    });

    it("no file is left unjudged", () => {
      const left = machine.files.filter((file) => !(file.path in unjudged) && !all.some(({ reads }) => reads(file)));
      expect(left.map(({ path }) => path)).toEqual([]);
    });

    it("no file is excused without need", () => {
      const paths = new Set(machine.files.map(({ path }) => path));
      expect(Object.keys(unjudged).filter((path) => !paths.has(path))).toEqual([]);
    });
  });
}
