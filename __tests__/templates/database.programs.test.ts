import { exporter, pgbackrest, pgbouncer, postgres, psql } from "../support/programs/checkers/postgres";
import { judge } from "../support/programs/judge";

judge("database", {
  checkers: [postgres, psql, pgbackrest, pgbouncer, exporter],
  before: "systemd-sysusers",
  unjudged: {},
});
