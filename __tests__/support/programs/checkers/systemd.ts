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

/** A finding of `systemd-analyze security`. */
interface Finding {
  readonly json_field: string;
  /** null: not judged, as ProtectSystem= of a unit that runs before the file systems are there. */
  readonly set: boolean | null;
}

/** Settings that the common drop-in makes, as `systemd-analyze security` names them. */
function settingsOf({ content }: WriteFile): string[] {
  return [...content.matchAll(/^(\w+)=(.*)$/gm)].flatMap(([, name = "", value = ""]) => {
    // Not among what it judges; sandboxes.py asks the kernel for it.
    if (name === "BindReadOnlyPaths") return [];
    if (name === "RestrictNamespaces") return [`${name}_user`];
    if (name === "SystemCallFilter")
      return [...value.matchAll(/@(privileged|resources)/g)].map(([, set]) => `${name}_${set}`);
    return [name];
  });
}

/** What a service has otherwise (20-home.conf): a home that is empty and not closed; keys in homes, with their owners. */
const OTHERWISE: Readonly<Record<string, readonly string[]>> = {
  bingo: ["ProtectHome"],
  "bingo-keys": ["ProtectHome", "SystemCallFilter_privileged"],
};

/** In each service of HARDENED every setting of the common drop-in is in force. */
export const hardening: Checker = {
  program: "systemd-analyze security, each service with the common sandbox",
  reads: ({ path }) => path === HARDENING,
  judge({ tree }, [common]) {
    const wanted = common ? settingsOf(common) : [];
    if (wanted.length < 20) throw new Error(`${HARDENING}: expected 20 settings, found ${wanted.join(", ")}`);
    const names = tree.must(["bash", "-c", "source /usr/local/lib/bingo/bingo.sh; echo $HARDENED"]).trim().split(" ");
    for (const name of names) {
      const unit = `${name.replace(/@$/, `@${INSTANCE}`)}.service`;
      const output = tree.must(["systemd-analyze", "security", "--offline=true", "--no-pager", "--json=short", unit]);
      const findings = JSON.parse(output) as Finding[];
      const inForce = findings.filter(({ set }) => set !== false).map(({ json_field }) => json_field);
      const open = wanted.filter((setting) => !OTHERWISE[name]?.includes(setting) && !inForce.includes(setting));
      if (open.length > 0) throw new Error(`${unit}: expected the common sandbox, found without: ${open.join(", ")}`);
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
