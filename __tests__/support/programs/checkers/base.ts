import type { Checker } from "../checker";
import { accepted, served, under } from "../checker";

export const sshd: Checker = {
  program: "sshd -t",
  reads: under(/^\/etc\/ssh\/sshd_config\.d\//),
  judge({ tree }) {
    accepted(tree.script("mkdir -p /run/sshd && sshd -t"), /\S/);
  },
};

export const chrony: Checker = {
  program: "chronyd -p",
  reads: under(/^\/etc\/chrony\//),
  judge({ tree }) {
    accepted(tree.run(["chronyd", "-p", "-f", "/etc/chrony/chrony.conf"]));
  },
};

export const nft: Checker = {
  program: "nft --check",
  reads: under(/\.nft$/),
  judge({ tree }, files) {
    for (const { path } of files) accepted(tree.run(["nft", "--check", "--file", path]), /\S/);
  },
};

export const apt: Checker = {
  program: "apt-config dump, and unattended-upgrade's list of origins",
  reads: under(/^\/etc\/apt\/apt\.conf\.d\//),
  judge({ tree }) {
    const origins = tree
      .must(["apt-config", "dump"])
      .split("\n")
      .filter((line) => /^Unattended-Upgrade::Origins-Pattern:: /.test(line));
    if (origins.length !== 1 || !origins[0]?.includes("-security"))
      throw new Error(`expected security's origin alone, found: ${origins.join(" ") || "none"}`);
  },
};

export const needrestart: Checker = {
  program: "perl -c",
  reads: under(/^\/etc\/needrestart\/conf\.d\//),
  judge({ tree }, files) {
    for (const { path } of files) accepted(tree.run(["perl", "-c", path]));
  },
};

export const tmpfiles: Checker = {
  program: "systemd-tmpfiles --dry-run",
  reads: under(/^\/etc\/tmpfiles\.d\//),
  judge({ tree }, files) {
    for (const { path } of files) accepted(tree.run(["systemd-tmpfiles", "--dry-run", "--remove", "--boot", path]));
  },
};

/** systemd-sysctl warns of a name that the kernel does not have, and goes on. */
export const sysctl: Checker = {
  program: "names that the kernel has",
  reads: under(/^\/etc\/sysctl\.d\//),
  judge({ tree }, files) {
    for (const { content } of files)
      for (const [, name = ""] of content.matchAll(/^([a-z0-9_.]+) = \d+$/gm))
        tree.must(["test", "-e", `/proc/sys/${name.replaceAll(".", "/")}`]);
  },
};

/** journald and systemd have no check of their own; Debian's files name every setting there is, commented out. */
export const systemdSettings: Checker = {
  program: "settings that journald.conf and system.conf of Debian name",
  reads: under(/^\/etc\/systemd\/(journald|system)\.conf\.d\//),
  judge({ tree }, files) {
    for (const { path, content } of files) {
      const original = path.replace(/\.d\/.*/, "");
      const known = tree.must(["cat", original]);
      const unknown = [...content.matchAll(/^(\w+)=/gm)]
        .map(([, name = ""]) => name)
        .filter((name) => !known.includes(`\n#${name}=`));
      if (unknown.length > 0) throw new Error(`${original} does not know ${unknown.join(", ")}`);
    }
  },
};

/** Only a kernel knows its modules: `npm run vm` asks whether this one does its work. Here: one name in a line. */
export const modules: Checker = {
  program: "names of modules",
  reads: under(/^\/etc\/modules-load\.d\//),
  judge(_, files) {
    for (const { path, content } of files) {
      const wrong = content.split("\n").filter((line) => !/^(#.*|[a-z0-9_]*)$/.test(line));
      if (wrong.length > 0)
        throw new Error(`${path}: expected a module's name in each line, found ${wrong.join(", ")}`);
    }
  },
};

export const nodeExporter: Checker = {
  program: "prometheus-node-exporter, started with its arguments",
  reads: under(/^\/etc\/default\/prometheus-node-exporter$/),
  judge(on) {
    const start = "source /etc/default/prometheus-node-exporter; set -f; exec prometheus-node-exporter $ARGS";
    served(on, start, "Listening on.*:9100");
  },
};
