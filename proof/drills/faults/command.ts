import { APP_NODES, DATABASE, EDGE } from "../../target/deployment";
import type { Fault } from "../fault";
import { databaseAnswers } from "./database-answers";

/** Restarts dockerd under its containers. */
export const dockerRestarted = command(APP_NODES[0], "systemctl restart docker", 5);

/** Reloads nginx three times, as after changes of its configuration. */
export const nginxReloaded = {
  ...command(EDGE, "for n in 1 2 3; do systemctl reload nginx; sleep 1; done"),
  sparesInstances: true,
};

/** Restarts the pooler: clients are disconnected, queries under way end. */
export const pgbouncerRestarted = databaseCommand("systemctl restart pgbouncer");

/** Restarts PostgreSQL, as after an update. */
export const postgresRestarted = databaseCommand("systemctl restart postgresql@17-main");

/** Kills the postmaster with SIGKILL: no checkpoint, recovery from the log at the next start. */
export const postgresKilled = databaseCommand("systemctl kill --kill-whom=main --signal=KILL postgresql@17-main");

/** Kills the process behind one connection, as the kernel does when memory is short: PostgreSQL ends all others then. */
export const backendKilled = databaseCommand("pkill --signal KILL --oldest --full '^postgres: 17/main: bingo bingo '");

/** Kills the pooler with SIGKILL: what it had in hand is never answered. */
export const pgbouncerKilled = databaseCommand("systemctl kill --kill-whom=main --signal=KILL pgbouncer");

/** A fault that is one command on the database's machine. */
function databaseCommand(line: string): Fault {
  return { ...command(DATABASE, line), sparesInstances: true, recovered: databaseAnswers };
}

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
