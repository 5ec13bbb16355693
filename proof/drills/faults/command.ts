import { APP_NODES, DATABASE, EDGE } from "../../target/deployment";
import type { Fault } from "../fault";
import { databaseAnswers } from "./database-answers";

const DATABASE_ONLY = { sparesInstances: true, recovered: databaseAnswers } as const;

/** Restarts dockerd under its containers. */
export const dockerRestarted = command(APP_NODES[0], "systemctl restart docker", 5);

/** Reloads nginx three times, as after changes of its configuration. */
export const nginxReloaded = {
  ...command(EDGE, "for n in 1 2 3; do systemctl reload nginx; sleep 1; done"),
  sparesInstances: true,
};

/** Restarts the pooler: clients are disconnected, queries under way end. */
export const pgbouncerRestarted = {
  ...command(DATABASE, "systemctl restart pgbouncer"),
  ...DATABASE_ONLY,
};

/** Restarts PostgreSQL, as after an update. */
export const postgresRestarted = {
  ...command(DATABASE, "systemctl restart postgresql@17-main"),
  ...DATABASE_ONLY,
};

/** Kills the postmaster with SIGKILL: no checkpoint, recovery from the log at the next start. */
export const postgresKilled = {
  ...command(DATABASE, "systemctl kill --kill-whom=main --signal=KILL postgresql@17-main"),
  ...DATABASE_ONLY,
};

/** Kills the process behind one connection, as the kernel does when memory is short: PostgreSQL ends all others then. */
export const backendKilled = {
  ...command(DATABASE, "pkill --signal KILL --oldest --full '^postgres: 17/main: bingo bingo '"),
  ...DATABASE_ONLY,
};

/** Kills the pooler with SIGKILL: what it had in hand is never answered. */
export const pgbouncerKilled = {
  ...command(DATABASE, "systemctl kill --kill-whom=main --signal=KILL pgbouncer"),
  ...DATABASE_ONLY,
};

/** A fault that is one command on a machine. */
function command(machine: string, line: string, lastsSeconds = 3): Fault {
  return {
    async inject(site) {
      await site.machine(machine).succeed(line);
      site.note(`${machine}: ${line}`);
    },
    lastsSeconds,
  };
}
