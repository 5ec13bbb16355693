import { exporter, pgbouncer, postgres, psql } from "./checkers/postgres";
import { judge } from "./judge";

judge("database", {
  checkers: [postgres, psql, pgbouncer, exporter],
  before: "systemd-sysusers",
  unjudged: {},
});
