import { commandCase, type AlertCase } from "../alert-case";

const FORGED = "/var/lib/prometheus/node-exporter/alerts-forged.prom";

/** The database is damaged, or on its way to stop. */
export const DAMAGE: readonly AlertCase[] = [
  commandCase({
    what: "a byte of a table changes on the disk",
    alerts: ["ChecksumFailures"],
    machine: "db",
    // VACUUM FULL writes the table past PostgreSQL's own cache, so it is read from the file.
    cause: `
      set -e
      source /usr/local/lib/bingo/database.sh
      sql postgres --command='CREATE TABLE public.alerts_damage AS SELECT 1 AS a' --command='VACUUM FULL public.alerts_damage'
      file=$CLUSTER/$(sql postgres --command="SELECT pg_relation_filepath('public.alerts_damage')")
      printf x | dd of="$file" bs=1 seek=4000 conv=notrunc status=none
      ! sql postgres --command='SELECT * FROM public.alerts_damage'`,
    cure: "source /usr/local/lib/bingo/database.sh; sql postgres --command='DROP TABLE public.alerts_damage' --command='SELECT pg_stat_reset()'",
  }),
  commandCase({
    what: "transactions are not frozen",
    alerts: ["WraparoundNear"],
    simulated: "forged: 500 million transactions take hours",
    machine: "db",
    cause: `echo 'pg_database_wraparound_age_datfrozenxid_seconds{datname="forged"} 6e+08' >${FORGED}`,
    cure: `rm ${FORGED}`,
  }),
];
