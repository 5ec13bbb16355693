import type { Checker } from "../checker";
import { accepted, under } from "../checker";

/** Loads the njs modules as well: a script that does not compile fails here. */
export const nginx: Checker = {
  program: "nginx -t",
  reads: under(/^\/etc\/nginx\//),
  judge({ tree }) {
    accepted(tree.run(["nginx", "-t"]), /\[(warn|error|crit|alert|emerg)\]/);
  },
};

export const haproxy: Checker = {
  program: "haproxy -c, with sockets",
  reads: under(/^\/etc\/haproxy\//),
  judge({ tree }) {
    accepted(tree.run(["/usr/local/sbin/bingo-test-haproxy"]), /WARNING|ALERT/);
  },
};

export const mtail: Checker = {
  program: "mtail --compile_only",
  reads: under(/^\/etc\/mtail\/[^/]+\.mtail$/),
  judge({ tree }) {
    accepted(tree.run(["mtail", "--compile_only", "--progs", "/etc/mtail", "--logtostderr"]), /error/i);
  },
};

export const logrotate: Checker = {
  program: "logrotate --debug",
  reads: under(/^\/etc\/logrotate\.d\//),
  judge({ tree }) {
    accepted(
      tree.run(["logrotate", "--debug", "/etc/logrotate.conf"]),
      /^error:|^warning: (?!logrotate in debug mode)/m,
    );
  },
};

/** It prints its settings as it understands them, and refuses what it does not know. */
export const dehydrated: Checker = {
  program: "dehydrated --env",
  reads: under(/^\/etc\/bingo\/dehydrated\.conf$/),
  judge({ tree }) {
    const said = tree.script("mkdir -p /var/lib/bingo-acme && dehydrated --config /etc/bingo/dehydrated.conf --env");
    accepted(said, /ERROR/);
    if (!/CA="https:\/\/acme-v02/.test(said.output))
      throw new Error(`expected the authority's directory, found ${said.output}`);
  },
};
