import { parse } from "yaml";
import { ROLES, type Role } from "../../cloud-init/roles";
import { exampleMachines } from "../support/example";

/** `/etc/bingo/follows/*.yaml`, as bingo-apply reads it. */
interface Table {
  readonly judges?: readonly { readonly of: string | readonly string[]; readonly by: string }[];
  readonly files: Readonly<Record<string, string | readonly string[]>>;
  readonly delivered?: Readonly<Record<string, string>>;
}

const STEP = /^(nothing|receive|(reload|restart|enable|next) [a-z0-9@.-]+\.(service|socket|timer|mount)|run \/?\S+.*)$/;
/** Paths of a machine that no template holds: keys of `users`. */
const KEYS = "/home/ops/.ssh/authorized_keys";
const listed = <T>(value: T | readonly T[]): readonly T[] => (Array.isArray(value) ? (value as readonly T[]) : [value as T]);

/** Python's fnmatch: a star matches slashes as well, `[!@]` any character but one. */
const fits = (path: string, pattern: string): boolean =>
  new RegExp(`^${pattern.replace(/[.+^${}()|[\]\\]/g, "\\$&").replace(/\\\[!(.)\\\]/g, "[^$1]").replace(/\*/g, ".*")}$`).test(path);

describe.each(ROLES)("a machine of the role %s", (role: Role) => {
  const machines = exampleMachines([role]);
  const files = machines[0]?.files ?? [];
  const paths = [...files.map(({ path }) => path), KEYS];
  const [own, base] = ["role", "base"].map((name) => {
    const file = files.find(({ path }) => path === `/etc/bingo/follows/${name}.yaml`);
    return parse(file?.content ?? "") as Table;
  }) as [Table, Table];
  const patterns = [...Object.entries(own.files), ...Object.entries(base.files)];

  it("says of each of its files what follows a change", () => {
    expect(paths.filter((path) => !patterns.some(([pattern]) => fits(path, pattern)))).toEqual([]);
  });

  it("names no file that it does not have, and none that another line has taken", () => {
    const idle = Object.keys(own.files).filter(
      (pattern) => !paths.some((path) => patterns.find(([first]) => fits(path, first))?.[0] === pattern),
    );
    expect(idle).toEqual([]);
  });

  it("knows how each step is done", () => {
    const steps = [...patterns.flatMap(([, what]) => listed(what)), ...Object.values(own.delivered ?? {})];
    expect(steps.filter((step) => !STEP.test(step))).toEqual([]);
  });

  it("runs programs of ours that are there", () => {
    const programs = patterns
      .flatMap(([, what]) => listed(what))
      .flatMap((step) => /^run (\/usr\/local\/\S+)/.exec(step)?.[1] ?? []);
    expect(programs.filter((program) => !paths.includes(program))).toEqual([]);
  });

  it("has judges for files that it has", () => {
    const judged = [...(own.judges ?? []), ...(base.judges ?? [])].flatMap(({ of }) => listed(of));
    expect(judged.filter((pattern) => !paths.some((path) => fits(path, pattern)))).toEqual([]);
  });
});
