import type { DaemonClient } from "../../lab/cloud/client";
import type { ExecResult } from "../../lab/substrate";
import { internetClient } from "../../lab/client";
import { LabFailure } from "../../lab/failure";
import { Machine } from "../../lab/machine";

/** Stands for a daemon: `answer` gets the machine and the line of bash. */
function daemonThat(answer: (line: string, machine: string) => Partial<ExecResult> | Error): DaemonClient {
  const exec = (name: string, command: readonly string[]): Promise<ExecResult> => {
    const line = command[0] === "bash" ? (command.at(-1) ?? "") : command.join(" ");
    const result = answer(line.replace("set -euo pipefail; ", ""), name);
    if (result instanceof Error) return Promise.reject(result);
    return Promise.resolve({ status: 0, stdout: "", stderr: "", ...result });
  };
  const daemon: Partial<DaemonClient> = {
    exec,
    execOnClient: (command) => exec("client", command),
    status: () => Promise.resolve({ machines: [] } as never),
  };
  return daemon as DaemonClient;
}

/** For waits that end by themselves, however busy this machine is. */
const PATIENT = { timeoutSeconds: 30, intervalSeconds: 0.01 };
const QUICK = { timeoutSeconds: 0.05, intervalSeconds: 0.01 };

function isJournal(line: string): boolean {
  return line.startsWith("journalctl");
}

it("tells machine, command, status, what it printed and the last log lines when a command fails", async () => {
  const app = new Machine(
    "app-1",
    daemonThat((line) =>
      isJournal(line)
        ? { stdout: "dockerd: started\ndockerd: stopped\n" }
        : { status: 7, stdout: "a\n", stderr: "b\n" },
    ),
  );
  await expect(app.succeed("docker ps")).rejects.toThrow(LabFailure);
  await expect(app.succeed("docker ps")).rejects.toThrow(
    [
      'app-1: expected "docker ps" to succeed',
      "found status 7",
      "stdout: a",
      "stderr: b",
      "last log lines of app-1:",
      "  dockerd: started",
      "  dockerd: stopped",
    ].join("\n"),
  );
});

it("returns what a command printed", async () => {
  const db = new Machine(
    "db",
    daemonThat((line) => ({ stdout: `did ${line}` })),
  );
  expect(await db.succeed("ls")).toBe("did ls");
});

it("keeps the first error when there is no log either", async () => {
  const db = new Machine(
    "db",
    daemonThat((line) => (isJournal(line) ? new Error("machine db is not running") : { status: 1 })),
  );
  await expect(db.succeed("true")).rejects.toThrow(
    /found status 1\nlast log lines of db:\n {2}\(no log: machine db is not/,
  );
});

describe("waiting", () => {
  it("ends with the first success, also of a machine that does not run at first", async () => {
    let attempts = 0;
    const db = new Machine(
      "db",
      daemonThat(() => {
        attempts += 1;
        if (attempts === 1) return new Error("not running");
        return attempts < 3 ? { status: 1 } : { stdout: "ready" };
      }),
    );
    expect(await db.waitUntilSucceeds("pg_isready", PATIENT)).toBe("ready");
    expect(attempts).toBe(3);
  });

  it("tells how long it waited and what it found last", async () => {
    const client = internetClient(daemonThat(() => ({ status: 28, stderr: "curl: (28) timed out" })));
    await expect(client.waitUntilSucceeds("curl https://198.18.0.16/", QUICK)).rejects.toThrow(
      'client: expected "curl https://198.18.0.16/" to succeed within 0.05 s\nfound status 28\nstderr: curl: (28) timed out',
    );
  });

  it("for a unit gives up at once when it has failed, with the unit's own log", async () => {
    const asked: string[] = [];
    const edge = new Machine(
      "edge",
      daemonThat((line) => {
        asked.push(line);
        return isJournal(line) ? { stdout: "nginx: bad directive" } : { stdout: "failed\n" };
      }),
    );
    await expect(edge.waitForUnit("nginx", { timeoutSeconds: 600 })).rejects.toThrow(
      "edge: expected unit nginx to become active\nfound it failed\nlast log lines of edge:\n  nginx: bad directive",
    );
    expect(asked).toHaveLength(2);
    expect(asked[1]).toMatch(/^journalctl .* --unit nginx$/);
  });

  it("for a unit ends when it is active, and tells its state when that takes too long", async () => {
    const states = ["inactive", "activating", "active"];
    const edge = new Machine(
      "edge",
      daemonThat(() => ({ stdout: `${states.shift() ?? "active"}\n` })),
    );
    await edge.waitForUnit("nginx", PATIENT);
    const slow = new Machine(
      "edge",
      daemonThat((line) => (isJournal(line) ? {} : { stdout: "activating\n" })),
    );
    await expect(slow.waitForUnit("nginx", QUICK)).rejects.toThrow(
      "edge: expected unit nginx to become active within 0.05 s\nfound it is activating",
    );
  });
});

it("says which machines there are when one is not", async () => {
  await expect(
    new Machine(
      "web",
      daemonThat(() => ({})),
    ).status(),
  ).rejects.toThrow("web: expected it in the lab\nfound no machine");
});
