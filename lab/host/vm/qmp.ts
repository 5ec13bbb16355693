import { connect } from "node:net";

/** A command of QMP or of the guest agent, both of which speak JSON in lines. */
interface JsonCommand {
  readonly execute: string;
  readonly arguments?: Readonly<Record<string, unknown>>;
}

/** A socket that answers did not do so in time, or is not there. */
export class NoAnswer extends Error {}

/** A command was answered with an error. */
export class Refused extends Error {}

/**
 * Sends commands to a socket, one after the other, each when the one before was answered. QEMU serves one connection at
 * a time and lets others wait, so commands of two processes do not mix.
 *
 * @param isAnswer picks the answer to a command from lines that come of themselves: greetings and events
 * @returns the results of the commands
 * @throws NoAnswer
 * @throws Refused with the words of the answer
 */
export function converse(
  path: string,
  commands: readonly JsonCommand[],
  timeoutSeconds: number,
  { prologue = Buffer.alloc(0), isAnswer = isResult }: { prologue?: Buffer; isAnswer?: (line: Answer) => boolean } = {},
): Promise<readonly unknown[]> {
  return new Promise((resolve, reject) => {
    const socket = connect(path);
    const results: unknown[] = [];
    const end = (settle: () => void): void => {
      clearTimeout(timer);
      socket.destroy();
      settle();
    };
    const silent = (why: string): void => {
      const asked = commands[results.length]?.execute ?? "";
      end(() => {
        reject(new NoAnswer(`${asked}: expected an answer, found ${why}`));
      });
    };
    const timer = setTimeout(() => {
      silent(`none after ${Math.round(timeoutSeconds)} s`);
    }, timeoutSeconds * 1000);
    const send = (): void => {
      socket.write(`${JSON.stringify(commands[results.length])}\n`);
    };
    socket.on("error", ({ message }) => {
      silent(message);
    });
    socket.on("close", () => {
      silent("the end of the connection");
    });
    socket.on("connect", () => {
      socket.write(prologue);
      send();
    });
    const read = (line: string): void => {
      const answer = parsed(line);
      if (answer === undefined || !isAnswer(answer)) return;
      if (answer.error) {
        const asked = commands[results.length]?.execute ?? "";
        end(() => {
          reject(new Refused(`${asked}: expected it to be done, found ${answer.error?.desc ?? line}`));
        });
        return;
      }
      results.push(answer.return);
      if (results.length < commands.length) send();
      else
        end(() => {
          resolve(results);
        });
    };
    let rest = "";
    socket.setEncoding("utf8").on("data", (words: string) => {
      const lines = (rest + words).split("\n");
      rest = lines.pop() ?? "";
      lines.forEach(read);
    });
  });
}

/** A line of QMP or of the guest agent. */
export interface Answer {
  readonly return?: unknown;
  readonly error?: { readonly desc?: string };
}

function isResult(answer: Answer): boolean {
  return "return" in answer || "error" in answer;
}

function parsed(line: string): Answer | undefined {
  try {
    // Before the answer to a synchronization the guest agent puts the byte 0xFF, which is no UTF-8: what stands in front of
    // it was for somebody else.
    return JSON.parse(line.replace(/^.*\uFFFD/, "")) as Answer;
  } catch {
    return undefined;
  }
}

/** Sends a command to QEMU's monitor. @returns its result */
export async function qmp(socket: string, execute: string, args?: Readonly<Record<string, unknown>>): Promise<unknown> {
  const command = { execute, ...(args && { arguments: args }) };
  const [, result] = await converse(socket, [{ execute: "qmp_capabilities" }, command], 20);
  return result;
}
