import type { DaemonClient } from "./cloud/client";
import type { ExecOptions, ExecResult } from "./substrate";
import type { Remote } from "./remote";
import { Shell } from "./shell";

/** A machine of a user of the service, in the lab's internet, with Debian 13's curl. */
export class Client extends Shell {
  constructor(daemon: DaemonClient) {
    super(new ClientRemote(daemon));
  }
}

class ClientRemote implements Remote {
  readonly name = "client";

  constructor(private readonly daemon: DaemonClient) {}

  exec(command: readonly string[], options?: ExecOptions): Promise<ExecResult> {
    return this.daemon.execOnClient(command, options);
  }

  lastLog(): Promise<string> {
    return Promise.resolve("");
  }
}
