import { APP_NODES } from "../../target/deployment";
import { command } from "./command";

/** Restarts dockerd under its containers. */
export const dockerRestarted = command(APP_NODES[0], "systemctl restart docker", 5);
