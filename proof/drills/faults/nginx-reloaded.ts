import { EDGE } from "../../target/deployment";
import { command } from "./command";

/** Reloads nginx three times, as after changes of its configuration. */
export const nginxReloaded = {
  ...command(EDGE, "for n in 1 2 3; do systemctl reload nginx; sleep 1; done"),
  sparesInstances: true,
};
