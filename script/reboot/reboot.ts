import { type Clock, type Shell, systemClock, until } from "../../lab";
import { APP_NODES } from "../../proof/target/deployment";

export interface RebootOptions {
  readonly machine: (name: string) => Shell;
  /** Takes each step that is waited for. */
  readonly tell: (line: string) => void;
  /** @default 600 */
  readonly timeoutSeconds?: number;
  /** @default the clock of this process */
  readonly clock?: Clock;
}

/**
 * The program on each machine. As a unit of its own it goes on when the connection breaks, and it is not called bingo-*: a
 * deployment that waits would take it for its own.
 */
export const BEGIN_REBOOT = "systemd-run --quiet --collect --unit=machine-reboot /usr/local/sbin/bingo-reboot";
const READY = "/usr/local/sbin/bingo-ready";
const BOOT_ID = "cat /proc/sys/kernel/random/boot_id";
/** Of one question to a machine that may be away. */
const ASK_SECONDS = 15;

/**
 * Reboots a machine, and waits until it does its work again. An app node first answers what it has begun, and goes only
 * while every instance of the others answers from the database.
 *
 * @returns how long it took, in seconds
 * @throws when another app node does not do its work: nothing is rebooted then
 * @throws when the machine is not back within the time
 */
export async function reboot(name: string, options: RebootOptions): Promise<number> {
  const { machine, tell, timeoutSeconds = 600, clock = systemClock } = options;
  const isNode = (one: string): boolean => (APP_NODES as readonly string[]).includes(one);
  for (const other of APP_NODES.filter((one) => isNode(name) && one !== name)) {
    const { status, stdout } = await machine(other).run(READY, { timeoutSeconds: 60 });
    if (status !== 0) {
      throw new Error(`${other}: expected it to serve while ${name} is away, found: ${stdout.trim() || "no answer"}`);
    }
  }
  const shell = machine(name);
  const began = clock.now();
  const before = await shell.succeed(BOOT_ID);
  await shell.succeed(BEGIN_REBOOT);
  let last = "";
  await until(
    async () => {
      const found = await stepOf(shell, before);
      if (found === undefined) return { value: undefined };
      if (found !== last) tell(`${name}: ${found}`);
      last = found;
      return { found };
    },
    `${name}: expected it to do its work again`,
    { timeoutSeconds, intervalSeconds: 2, clock },
  );
  return Math.round((clock.now() - began) / 1000);
}

/** What is waited for; undefined: it has booted anew and does its work. */
async function stepOf(shell: Shell, before: string): Promise<string | undefined> {
  try {
    const boot = await shell.run(BOOT_ID, { timeoutSeconds: ASK_SECONDS });
    if (boot.status !== 0) return "away";
    if (boot.stdout === before) return "finishing what it has begun";
    const { status, stdout } = await shell.run(READY, { timeoutSeconds: ASK_SECONDS });
    return status === 0 ? undefined : stdout.trim().split("\n")[0] || "booting";
  } catch {
    return "away";
  }
}
