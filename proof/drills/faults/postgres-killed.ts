import { DATABASE } from "../../target/deployment";
import { databaseAnswers } from "./database-answers";
import { command } from "./command";

/** Kills the postmaster with SIGKILL: no checkpoint, recovery from the log at the next start. */
export const postgresKilled = {
  ...command(DATABASE, "systemctl kill --kill-whom=main --signal=KILL postgresql@17-main"),
  sparesInstances: true,
  recovered: databaseAnswers,
};
