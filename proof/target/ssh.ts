import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import execa from "execa";
import { quoted, type ExecOptions, type ExecResult, lastJournal, type Remote, Shell, sshConfig } from "../../lab";
import { chosenFile, OWN } from "../../config/which-file";
import { selfSigned } from "../load/service-url";
import { EDGE, type Deployment } from "./deployment";
import { StackOutputs } from "./outputs";

/** Most bytes of a command's output: the access log of a drill is long. */
const MAX_OUTPUT_BYTES = 256 * 1024 * 1024;
/** As of `timeout`. */
const TIMED_OUT = 124;

/** Opens the deployment of this checkout. @throws when it is not deployed, or the edge does not answer */
export async function sshDeployment(outputs = new StackOutputs()): Promise<Deployment> {
  const url = await outputs.value("edge", "https_url");
  const connection = await SshConnection.open(outputs);
  try {
    // The way to all others, made once: several connections begun at the same moment refuse each other.
    await connection.machine(EDGE).succeed("true", { timeoutSeconds: 30 });
  } catch (error) {
    connection.close();
    throw error;
  }
  return {
    name: "the deployment",
    installation: chosenFile() ?? OWN,
    service: selfSigned(url),
    machine: (name) => connection.machine(name),
    close: () => {
      connection.close();
      return Promise.resolve();
    },
  };
}

/** SSH to the machines of a deployment through its edge, with the deployment's own key in a temporary folder. */
export class SshConnection {
  private constructor(private readonly folder: string) {
    process.once("exit", () => {
      this.close();
    });
  }

  static async open(outputs: StackOutputs): Promise<SshConnection> {
    const [key, hosts] = [await outputs.value("network", "ssh_private_key"), await outputs.value("edge", "ssh_config")];
    const folder = mkdtempSync(join(tmpdir(), "bingo-ssh-"));
    const connection = new SshConnection(folder);
    // ssh takes no key without a newline at its end, which execa has cut off.
    writeFileSync(join(folder, "key"), `${key}\n`, { mode: 0o600 });
    const options = { key: join(folder, "key"), knownHosts: join(folder, "known_hosts"), control: folder };
    writeFileSync(connection.config, sshConfig(hosts, options));
    return connection;
  }

  /** The file for `ssh -F`: each machine is a host by its name. */
  get config(): string {
    return join(this.folder, "config");
  }

  machine(name: string): Shell {
    return new Shell(new SshRemote(name, this.config));
  }

  close(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

class SshRemote implements Remote {
  constructor(
    readonly name: string,
    private readonly config: string,
  ) {}

  async exec(command: readonly string[], { input = "", timeoutSeconds = 60 }: ExecOptions = {}): Promise<ExecResult> {
    const remote = ["sudo", ...command.map(quoted)].join(" ");
    const { exitCode, stdout, stderr, timedOut } = await execa("ssh", ["-F", this.config, this.name, remote], {
      input,
      reject: false,
      timeout: timeoutSeconds * 1000,
      maxBuffer: MAX_OUTPUT_BYTES,
      stripFinalNewline: false,
    });
    if (timedOut) return { status: TIMED_OUT, stdout, stderr: `${stderr}still running after ${timeoutSeconds} s` };
    return { status: exitCode, stdout, stderr };
  }

  lastLog(unit?: string): Promise<string> {
    return lastJournal(this, unit);
  }
}
