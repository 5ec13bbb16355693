import { parseDocument } from "yaml";
import type { Checker } from "../checker";
import { accepted, under } from "../checker";

export const json: Checker = {
  program: "python3 -m json.tool",
  reads: under(/\.json$/),
  judge({ tree }, files) {
    for (const { path } of files) accepted(tree.run(["python3", "-m", "json.tool", path, "/dev/null"]));
  },
};

export const yaml: Checker = {
  program: "YAML 1.2",
  reads: under(/\.ya?ml$/),
  judge(_, files) {
    const found = files.flatMap(({ path, content }) => {
      const { errors, warnings } = parseDocument(content, { merge: true });
      return [...errors, ...warnings].map(({ message }) => `${path}: ${message}`);
    });
    if (found.length > 0) throw new Error(found.join("\n"));
  },
};

/** Settings that our scripts source, some of them also EnvironmentFile= of a unit. */
export const settings: Checker = {
  program: "bash, sourcing settings",
  reads: under(/^\/etc\/bingo\/[^/]+\.env$/),
  judge({ tree }, files) {
    for (const { path } of files) {
      accepted(tree.run(["bash", "-euo", "pipefail", "-c", 'set -o noglob; source "$1"', "settings", path]), /./);
    }
  },
};
