import type { WriteFile } from "../../machine-tree";
import type { Checker } from "../checker";
import { accepted, under } from "../checker";

const UNIT = /^\/etc\/systemd\/system\/([^/]+\.(?:service|socket|timer|path|mount|target|slice))(?:\.d\/[^/]+\.conf)?$/;

/** Stands for the part after the @ of a template that is not named for an instance. */
const INSTANCE = "bingo-1";

/** The drop-in that `bingo-harden` gives several services. */
const HARDENING = "/etc/bingo/hardening.conf";

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

/** That each service of HARDENED has the common drop-in, and that nothing of the unit itself comes after it. */
export const hardening: Checker = {
  program: "systemctl cat, each service with the common sandbox",
  reads: ({ path }) => path === HARDENING,
  judge({ tree }, [common]) {
    const names = tree.must(["bash", "-c", "source /usr/local/lib/bingo/bingo.sh; echo $HARDENED"]).trim().split(" ");
    for (const name of names) {
      const unit = `${name.replace(/@$/, `@${INSTANCE}`)}.service`;
      const inForce = tree.must(["systemctl", "--root=/", "cat", unit]);
      if (!inForce.includes(common?.content ?? ""))
        throw new Error(`${unit}: expected ${HARDENING}, found:\n${inForce}`);
      accepted(tree.run(["systemd-analyze", "security", "--offline=true", "--threshold=25", "--no-pager", unit]));
    }
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
