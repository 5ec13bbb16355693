import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Checker } from "../checker";
import { accepted, served, under } from "../checker";
import { PROJECT_ROOT } from "../../../../config/paths";

const RULE_TESTS = join(PROJECT_ROOT, "__tests__", "templates", "edge", "rules");

export const prometheusConfig: Checker = {
  program: "promtool check config",
  reads: under(/^\/etc\/prometheus\/prometheus\.yml$/),
  judge({ tree }, files) {
    for (const { path } of files)
      accepted(tree.run(["promtool", "check", "config", "--lint=all", "--lint-fatal", path]));
  },
};

export const prometheusRules: Checker = {
  program: "promtool check rules",
  reads: under(/^\/etc\/prometheus\/.*rules.*\.ya?ml$/),
  judge({ tree }, files) {
    const paths = files.map(({ path }) => path);
    accepted(tree.run(["promtool", "check", "rules", "--lint=all", "--lint-fatal", ...paths]));
  },
};

/** The tests of the rules, `__tests__/templates/edge/rules/*.test.yml`. */
export const prometheusRuleTests: Checker = {
  program: "promtool test rules",
  reads: prometheusRules.reads,
  judge({ tree }) {
    const names = readdirSync(RULE_TESTS).filter((name) => name.endsWith(".test.yml"));
    const tests = names.map((name) => ({
      path: `/__tests__/templates/edge/rules/${name}`,
      content: readFileSync(join(RULE_TESTS, name), "utf8"),
    }));
    tree.write(tests);
    accepted(tree.run(["promtool", "test", "rules", ...tests.map(({ path }) => path)]));
  },
};

export const alertmanagerConfig: Checker = {
  program: "amtool check-config",
  reads: under(/^\/etc\/prometheus\/alertmanager\.yml$/),
  judge({ tree }, files) {
    for (const { path } of files) accepted(tree.run(["amtool", "check-config", path]));
  },
};

/** The dead man's switch has a receiver of its own, and every other alert goes to people. */
export const alertmanagerRoutes: Checker = {
  program: "amtool config routes test",
  reads: alertmanagerConfig.reads,
  judge({ tree }, files) {
    for (const { path } of files) {
      const test = ["amtool", "config", "routes", "test", `--config.file=${path}`];
      accepted(tree.run([...test, "--verify.receivers=watchdog", "alertname=Watchdog", "severity=none"]));
      accepted(tree.run([...test, "--verify.receivers=people", "alertname=NginxDown", "severity=page"]));
    }
  },
};

/** Flags of Debian's services that read ARGS from /etc/default: whether the program takes them. */
function startedWithArgs(name: string, ready: string): Checker {
  return {
    program: `${name}, started with its arguments`,
    reads: ({ path }) => path === `/etc/default/${name}`,
    judge(on) {
      served(on, `source /etc/default/${name}; set -f; cd /run; exec ${name} $ARGS`, ready);
    },
  };
}

export const started: readonly Checker[] = [
  startedWithArgs("prometheus", "Server is ready to receive web requests"),
  startedWithArgs("prometheus-alertmanager", "Listening on"),
  startedWithArgs("prometheus-nginx-exporter", "Listening on"),
  startedWithArgs("prometheus-postgres-exporter", "Listening on"),
  startedWithArgs("prometheus-pgbouncer-exporter", "Listening on"),
];
