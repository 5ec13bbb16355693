import type { DaemonClient } from "./cloud/client";
import { Shell } from "./shell";

/** A shell in the lab's internet: see Lab.client. */
export function internetClient(daemon: DaemonClient): Shell {
  return new Shell({
    name: "client",
    exec: (command, options) => daemon.execOnClient(command, options),
    lastLog: () => Promise.resolve(""),
  });
}
