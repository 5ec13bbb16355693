import { EDGE } from "../../target/deployment";
import { command } from "./command";

/** nginx takes up its configuration anew, as after a change of it; three times. */
export const nginxReloaded = {
  ...command(EDGE, "for n in 1 2 3; do systemctl reload nginx; sleep 1; done"),
  sparesInstances: true,
};
