import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import execa from "execa";
import type { Machine, RunOptions, Target } from "./target";

export interface Deployment {
  /** Folder with the stacks of the last deployment, as `cdktf deploy` left it. @default CDKTF_OUTDIR, else cdktf.out */
  readonly output?: string;
  /** Terraform or OpenTofu. @default TERRAFORM_BINARY_NAME, else terraform */
  readonly engine?: string;
}

/** How much of what a command printed an error repeats. */
const SHOWN_CHARACTERS = 1000;

/** The deployed installation: its machines over SSH through the edge, with the deployment's own key. */
export async function sshTarget(deployment: Deployment = {}): Promise<Target> {
  const {
    output = process.env["CDKTF_OUTDIR"] ?? "cdktf.out",
    engine = process.env["TERRAFORM_BINARY_NAME"] ?? "terraform",
  } = deployment;
  const valueOf = async (stack: string, name: string): Promise<string> => {
    const args = [`-chdir=${join(output, "stacks", stack)}`, "output", "-raw", name];
    const { exitCode, stdout, stderr } = await execa(engine, args, { reject: false });
    if (exitCode === 0) return stdout;
    throw new Error(`${engine} ${args.join(" ")}: expected a deployed installation, found: ${stderr.trim()}`);
  };
  const [key, hosts, url] = [
    await valueOf("network", "ssh_private_key"),
    await valueOf("edge", "ssh_config"),
    await valueOf("edge", "https_url"),
  ];

  const folder = mkdtempSync(join(tmpdir(), "drill-ssh-"));
  const config = join(folder, "config");
  // ssh takes no key without a newline at its end, which execa has cut off.
  writeFileSync(join(folder, "key"), `${key}\n`, { mode: 0o600 });
  writeFileSync(config, `${hosts}\n\n${clientOptions(folder)}`);
  const close = (): Promise<void> => {
    rmSync(folder, { recursive: true, force: true });
    return Promise.resolve();
  };
  try {
    // The way to all others, made once: several made at the same moment refuse each other.
    await new SshMachine("edge", config).succeed("true", { timeoutSeconds: 30 });
  } catch (error) {
    await close();
    throw error;
  }
  return {
    name: "the deployment",
    web: { url: url.replace(/\/$/, ""), insecure: true },
    machine: (name) => new SshMachine(name, config),
    close,
  };
}

class SshMachine implements Machine {
  constructor(
    readonly name: string,
    private readonly config: string,
  ) {}

  async succeed(line: string, { input = "", timeoutSeconds = 60 }: RunOptions = {}): Promise<string> {
    // One word for the remote shell, whatever is in it.
    const remote = `sudo bash -c '${`set -euo pipefail; ${line}`.replaceAll("'", `'\\''`)}'`;
    const { exitCode, stdout, stderr, timedOut } = await execa("ssh", ["-F", this.config, this.name, remote], {
      input,
      reject: false,
      timeout: timeoutSeconds * 1000,
      maxBuffer: 256 * 1024 * 1024,
      stripFinalNewline: false,
    });
    if (exitCode === 0) return stdout;
    const found = timedOut ? `it still running after ${timeoutSeconds} s` : `status ${exitCode}`;
    throw new Error(
      `${this.name}: expected "${line}" to succeed, found ${found}\n${stderr.trim().slice(-SHOWN_CHARACTERS)}`,
    );
  }
}

/** One connection for each machine, kept for a while: a drill asks often. */
function clientOptions(folder: string): string {
  const options = [
    `IdentityFile ${join(folder, "key")}`,
    "IdentitiesOnly yes",
    `UserKnownHostsFile ${join(folder, "known_hosts")}`,
    "StrictHostKeyChecking accept-new",
    "LogLevel ERROR",
    "ControlMaster auto",
    `ControlPath ${join(folder, "%C")}`,
    "ControlPersist 30",
    "ServerAliveInterval 5",
    "ServerAliveCountMax 3",
  ];
  return ["Host *", ...options].join("\n  ") + "\n";
}
