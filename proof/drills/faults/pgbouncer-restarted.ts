import { DATABASE } from "../../target/deployment";
import { databaseAnswers } from "./database-answers";
import { command } from "./command";

/** Restarts the pooler: clients are disconnected, queries under way end. */
export const pgbouncerRestarted = {
  ...command(DATABASE, "systemctl restart pgbouncer"),
  sparesInstances: true,
  recovered: databaseAnswers,
};
