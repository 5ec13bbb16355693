import type { WriteFile } from "../../machine-tree";
import type { Checker } from "../checker";
import { accepted, under } from "../checker";

const UNIT = /^\/etc\/systemd\/system\/([^/]+\.(?:service|socket|timer|path|mount|target|slice))(?:\.d\/[^/]+\.conf)?$/;

/** Stands for the part after the @ of a template that is not named for an instance. */
const INSTANCE = "bingo-1";

function unitName({ path }: WriteFile): string {
  return (UNIT.exec(path)?.[1] ?? path).replace("@.", `@${INSTANCE}.`);
}

/** Units of ours, and Debian's own with our drop-ins: syntax, names of settings, and that what they start exists. */
export const systemdUnits: Checker = {
  program: "systemd-analyze verify",
  reads: under(UNIT),
  judge({ tree }, files) {
    const units = [...new Set(files.map(unitName))];
    // It ends with status 0 after a setting that it does not know, so that any word of it counts.
    accepted(tree.run(["systemd-analyze", "verify", "--man=no", "--recursive-errors=no", ...units]), /\S/);
  },
};

export const sysusers: Checker = {
  program: "systemd-sysusers",
  reads: under(/^\/etc\/sysusers\.d\//),
  judge({ tree }, files) {
    for (const { path } of files) {
      accepted(tree.run(["systemd-sysusers", "--dry-run", path]), /ignor|fail|unknown|invalid/i);
    }
  },
};
