import { randomInt } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import type { ExecResult } from "../../substrate";
import { type Answer, converse, NoAnswer, Refused } from "./qmp";

/** Between two questions whether a program has ended. */
const POLL_MS = [20, 50, 100, 200, 500] as const;

interface ExecStatus {
  readonly exited: boolean;
  readonly exitcode?: number;
  readonly signal?: number;
  readonly "out-data"?: string;
  readonly "err-data"?: string;
  readonly "out-truncated"?: boolean;
  readonly "err-truncated"?: boolean;
}

/** The guest agent of a machine, which runs programs as root without the network. */
export class GuestAgent {
  constructor(private readonly socket: string) {}

  /**
   * Runs a program, as soon as the agent is there. Any status is an answer; above 128 it stands for a signal.
   * @param deadline when to give up waiting, as Date.now
   * @throws NoAnswer when the agent is silent until then, or when it has forgotten the program by a reboot
   */
  async exec(command: readonly string[], input: string, deadline: number): Promise<ExecResult> {
    const [path = "", ...arg] = command;
    const program = {
      path,
      arg,
      "capture-output": true,
      ...(input !== "" && { "input-data": Buffer.from(input).toString("base64") }),
    };
    const { pid } = (await this.ask("guest-exec", program, deadline)) as { pid: number };
    for (let asked = 0; ; asked++) {
      const status = await this.statusOf(pid, deadline);
      if (status.exited) return resultOf(command, status);
      if (Date.now() > deadline) throw new NoAnswer(`${command.join(" ")}: expected it to end, it still runs`);
      await pause(POLL_MS[asked] ?? POLL_MS.at(-1));
    }
  }

  private async statusOf(pid: number, deadline: number): Promise<ExecStatus> {
    try {
      return (await this.ask("guest-exec-status", { pid }, deadline)) as ExecStatus;
    } catch (error) {
      if (error instanceof Refused && error.message.includes("'pid'"))
        throw new NoAnswer("expected its end, the machine has booted again meanwhile", { cause: error });
      throw error;
    }
  }

  private async ask(execute: string, args: Record<string, unknown>, deadline: number): Promise<unknown> {
    // An earlier connection may have left half a command or an answer that nobody read: the agent drops both at 0xFF.
    const id = randomInt(2 ** 31);
    let synchronized = false;
    const isAnswer = (answer: Answer): boolean => {
      if (synchronized) return "return" in answer || "error" in answer;
      synchronized = answer.return === id;
      return synchronized;
    };
    const commands = [
      { execute: "guest-sync-delimited", arguments: { id } },
      { execute, arguments: args },
    ];
    const seconds = Math.max(1, (deadline - Date.now()) / 1000);
    const [, result] = await converse(this.socket, commands, seconds, { prologue: Buffer.of(0xff), isAnswer });
    return result;
  }
}

function resultOf(command: readonly string[], status: ExecStatus): ExecResult {
  if (status["out-truncated"] === true || status["err-truncated"] === true)
    throw new Error(`${command.join(" ")}: expected at most 16 MB of output, which is all that the guest agent keeps`);
  return {
    status: status.exitcode ?? 128 + (status.signal ?? 0),
    stdout: text(status["out-data"]),
    stderr: text(status["err-data"]),
  };
}

function text(base64 = ""): string {
  return Buffer.from(base64, "base64").toString("utf8");
}
