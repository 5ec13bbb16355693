import { request } from "node:http";
import type { ExecOptions, ExecResult, MachineAction, StorageAccess } from "../substrate";
import type { LabStatus } from "./protocol";

/** A client of a lab's daemon. A call rejects with the daemon's error message, or with DaemonAbsent. */
export class DaemonClient {
  /** @param socket path of the daemon's socket */
  constructor(readonly socket: string) {}

  async status(): Promise<LabStatus> {
    return (await this.ask("GET", "/status")) as LabStatus;
  }

  /**
   * Reports that a deployment begins; see Cloud.deleteLeftovers.
   *
   * @param known ids of the resources in the engine's states
   */
  async beginDeployment(known: readonly string[]): Promise<readonly string[]> {
    const { deleted } = (await this.ask("POST", "/deployment", { known })) as { deleted: readonly string[] };
    return deleted;
  }

  /** Starts the S3 server in the lab's internet unless it runs. */
  async objectStorage(): Promise<StorageAccess> {
    return (await this.ask("POST", "/object-storage", {})) as StorageAccess;
  }

  /** Switches the power or disturbs the network of a machine, by its host name. */
  async act(name: string, action: MachineAction): Promise<void> {
    const [verb, body] = typeof action === "string" ? [action, {}] : ["impair", action];
    await this.ask("POST", `/machines/${encodeURIComponent(name)}/${verb}`, body);
  }

  async exec(name: string, command: readonly string[], options: ExecOptions = {}): Promise<ExecResult> {
    return (await this.ask("POST", `/machines/${encodeURIComponent(name)}/exec`, {
      command,
      ...options,
    })) as ExecResult;
  }

  /** Runs a command on a client in the lab's internet. */
  async execOnClient(command: readonly string[], options: ExecOptions = {}): Promise<ExecResult> {
    return (await this.ask("POST", "/client/exec", { command, ...options })) as ExecResult;
  }

  /** Returns the command line that runs a command on that client when it is started on this machine. */
  async clientCommandLine(command: readonly string[]): Promise<readonly string[]> {
    const { argv } = (await this.ask("POST", "/client/command-line", { command })) as { argv: readonly string[] };
    return argv;
  }

  /** Makes a call that has no method of its own. */
  ask(method: "GET" | "POST", path: string, body?: unknown): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const call = request({ socketPath: this.socket, method, path, agent: false }, (response) => {
        const parts: Buffer[] = [];
        response.on("data", (part: Buffer) => parts.push(part));
        response.on("error", reject);
        response.on("end", () => {
          const text = Buffer.concat(parts).toString("utf8");
          const answer = JSON.parse(text) as { error?: string };
          if (response.statusCode === 200) resolve(answer);
          else reject(new Error(answer.error ?? `${method} ${path}: status ${response.statusCode ?? 0}`));
        });
      });
      call.on("error", (error: NodeJS.ErrnoException) => {
        const absent = error.code === "ENOENT" || error.code === "ECONNREFUSED";
        reject(absent ? new DaemonAbsent(this.socket) : error);
      });
      call.end(body === undefined ? undefined : JSON.stringify(body));
    });
  }
}

/** No daemon listens at the socket. */
export class DaemonAbsent extends Error {
  override readonly name = "DaemonAbsent";

  constructor(socket: string) {
    super(`no lab answers at ${socket}: start one with script/lab up`);
  }
}
