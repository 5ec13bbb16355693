import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GuestAgent } from "../../../../lab/host/vm/agent";
import { NoAnswer, qmp } from "../../../../lab/host/vm/qmp";

const folder = mkdtempSync(join(tmpdir(), "vm-sockets-"));
let server: Server | undefined;
let received: Record<string, unknown>[];

afterEach(() => server?.close());
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Plays QEMU's end of a socket. @param answer makes the lines that follow a command */
function serve(greeting: string, answer: (command: Record<string, unknown>) => readonly unknown[]): string {
  received = [];
  const path = join(folder, `${Math.random()}`);
  server = createServer((socket: Socket) => {
    socket.write(greeting);
    socket.setEncoding("latin1").on("data", (text: string) => {
      for (const line of text.replaceAll("\xff", "").split("\n").filter(Boolean)) {
        const command = JSON.parse(line) as Record<string, unknown>;
        received.push(command);
        for (const each of answer(command))
          socket.write(`${typeof each === "string" ? each : JSON.stringify(each)}\n`, "latin1");
      }
    });
  }).listen(path);
  return path;
}

describe("QEMU's monitor", () => {
  const GREETING = '{"QMP": {"version": {}}}\n';

  it("is greeted, then asked; events are no answers", async () => {
    const path = serve(GREETING, ({ execute }) =>
      execute === "query-status" ? [{ event: "RESUME" }, { return: { status: "running" } }] : [{ return: {} }],
    );
    expect(await qmp(path, "query-status")).toEqual({ status: "running" });
    expect(received).toEqual([{ execute: "qmp_capabilities" }, { execute: "query-status" }]);
  });

  it("says why it refuses a command", async () => {
    const path = serve(GREETING, ({ execute }) =>
      execute === "qmp_capabilities" ? [{ return: {} }] : [{ error: { class: "GenericError", desc: "no such disk" } }],
    );
    await expect(qmp(path, "block_resize", { device: "a", size: 1 })).rejects.toThrow(
      "block_resize: expected it to be done, found no such disk",
    );
    expect(received[1]).toEqual({ execute: "block_resize", arguments: { device: "a", size: 1 } });
  });

  it("that is not there is told from one that refuses", async () => {
    await expect(qmp(join(folder, "none"), "query-status")).rejects.toThrow(NoAnswer);
  });
});

describe("the guest agent", () => {
  const soon = () => Date.now() + 10_000;
  const base64 = (text: string) => Buffer.from(text).toString("base64");

  /** An agent that has just been left in the middle of an answer to somebody else. */
  function agent(statuses: readonly unknown[]): GuestAgent {
    const left = [...statuses];
    return new GuestAgent(
      serve('{"return": 5}\n{"retu', (command) => {
        const { id } = (command["arguments"] ?? {}) as { id?: number };
        if (command["execute"] === "guest-sync-delimited") return [`\xff{"return": ${id ?? 0}}`];
        if (command["execute"] === "guest-exec") return [{ return: { pid: 7 } }];
        const status = left.shift();
        return [status ? { return: status } : { error: { desc: "Invalid parameter 'pid'" } }];
      }),
    );
  }

  it("runs a program and returns what it left, whatever was in the line before", async () => {
    const ended = { exited: true, exitcode: 3, "out-data": base64("words é\n"), "err-data": base64("error") };
    const running = agent([{ exited: false }, ended]);
    expect(await running.exec(["cat", "file"], "input", soon())).toEqual({
      status: 3,
      stdout: "words é\n",
      stderr: "error",
    });
    const [asked] = received.filter(({ execute }) => execute === "guest-exec");
    expect(asked?.["arguments"]).toEqual({
      path: "cat",
      arg: ["file"],
      "capture-output": true,
      "input-data": base64("input"),
    });
  });

  it("gives a signal as a shell does", async () => {
    expect(await agent([{ exited: true, signal: 9 }]).exec(["true"], "", soon())).toMatchObject({ status: 137 });
  });

  it("gives no output of which a part is missing", async () => {
    const cut = { exited: true, exitcode: 0, "out-data": base64("much"), "out-truncated": true };
    await expect(agent([cut]).exec(["cat"], "", soon())).rejects.toThrow("cat: expected at most 16 MB of output");
  });

  it("that knows nothing of the program any more is on a machine that has booted again", async () => {
    await expect(agent([]).exec(["reboot"], "", soon())).rejects.toThrow(
      "expected its end, the machine has booted again meanwhile",
    );
  });

  it("is not waited for when the time is over", async () => {
    await expect(agent([{ exited: false }]).exec(["sleep"], "", 0)).rejects.toThrow(NoAnswer);
  });
});
