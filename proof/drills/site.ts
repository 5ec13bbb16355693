import { systemClock, until, type Clock, type Shell } from "../../lab";
import { HttpClient } from "../load/http-client";
import { poison, type Poison } from "../load/request";
import { APP_NODES, EDGE, type Deployment, type Power } from "../target/deployment";

/** A process of bingo. */
export interface Instance {
  /** Host name of its machine. */
  readonly machine: string;
  /** Name of its container, for example `bingo-1`. */
  readonly name: string;
  /** Address and port at which the edge reaches it. */
  readonly address: string;
}

/** Names the instance at an address in words. @returns the address itself when there is no such instance */
export function nameOf(instances: readonly Instance[], address: string): string {
  const found = instances.find((instance) => instance.address === address);
  return found ? `${found.name} on ${found.machine}` : address;
}

/** Something that a drill did, or found, at a moment. */
export interface Note {
  readonly at: Date;
  readonly text: string;
}

/** Docker delays the restart of a container that lived less than 10 s, each time for longer. */
const RESTARTED_AT_ONCE_SECONDS = 11;
const SETTLE_TIMEOUT_SECONDS = 120;

/**
 * Age at which users have met an instance again: it is healthy after 1 s, and the edge tries it 2 s after a failure. Seen: a
 * load that ended 0.7 s after a recycling took the instance for lost.
 */
const MET_AGAIN_SECONDS = 4;

/** Seconds for which the edge lets no second dangerous operation through (operation.js). */
const GATE_SECONDS = 10;

/** An installation under a drill: its machines and instances, and what is done to them. */
export class Site {
  private readonly notes: Note[] = [];
  private poisonedAt = -Infinity;

  private constructor(
    readonly deployment: Deployment,
    readonly instances: readonly Instance[],
    private readonly signal: AbortSignal,
    readonly clock: Clock,
  ) {}

  /** @param signal interrupts every pause */
  static async of(deployment: Deployment, signal: AbortSignal, clock: Clock = systemClock): Promise<Site> {
    const found = APP_NODES.map(async (machine) => {
      const lines = await deployment
        .machine(machine)
        .succeed(
          `source /usr/local/lib/bingo/node.sh; awk -v a="$ADDRESS" '!/^#/ { print $1, a ":" $2 }' /etc/bingo/instances`,
        );
      return Array.from(lines.matchAll(/^(\S+) (\S+)$/gm), ([, name = "", address = ""]) => ({
        machine,
        name,
        address,
      }));
    });
    return new Site(deployment, (await Promise.all(found)).flat(), signal, clock);
  }

  machine(name: string): Shell {
    return this.deployment.machine(name);
  }

  power(name: string): Power {
    const power = this.deployment.power?.(name);
    if (power) return power;
    throw new Error(`${this.deployment.name}: ${name}'s power cannot be switched from here, only in a lab`);
  }

  instancesOf(machine: string): readonly Instance[] {
    return this.instances.filter((instance) => instance.machine === machine);
  }

  /** The first instance of a node. */
  instance(machine: string): Instance {
    const [found] = this.instancesOf(machine);
    if (!found) throw new Error(`${machine}: expected an instance of bingo, found none`);
    return found;
  }

  /** Takes down what was done, for the timeline. */
  note(text: string): void {
    this.notes.push({ at: new Date(this.clock.now()), text });
  }

  /** Returns the notes since the last call. */
  takeNotes(): readonly Note[] {
    return this.notes.splice(0);
  }

  /** Waits. @throws when the drills are interrupted */
  async pause(seconds: number): Promise<void> {
    await this.clock.pause(seconds, this.signal);
  }

  /** Sends a dangerous operation, as some user might. @param form see `poison` of the load */
  async poison(kind: Poison, form = 0): Promise<void> {
    const client = new HttpClient(this.deployment.service);
    const { status, error } = await client.exchange(poison(kind, form));
    await client.close();
    this.poisonedAt = this.clock.now();
    this.note(`${kind} operation: ${error ?? `status ${status}`}`);
  }

  /** Checks whether every instance answers the edge. */
  async everyInstanceAnswers(): Promise<boolean> {
    const urls = this.instances.map(({ address }) => `http://${address}/ping`).join(" ");
    const count = await this.machine(EDGE)
      .succeed(
        `for url in ${urls}; do curl -s -m 1 -o /dev/null -w '%{http_code}\\n' $url & done | grep -cE '200|429' || true`,
      )
      // A machine that is going away or coming back does not answer.
      .catch(() => "0");
    return Number(count) === this.instances.length;
  }

  /**
   * Checks whether an instance is being recycled, or has just been started: it refuses the edge meanwhile, and users meet
   * it again a moment later. It is back within a minute.
   */
  async instanceReturning(): Promise<boolean> {
    const line = "systemctl list-units --plain --no-legend --state=activating 'bingo-recycle@*.service'";
    if ((await this.onNodes((_, shell) => shell.succeed(line).catch(() => ""))).length > 0) return true;
    return (await this.unsettled(MET_AGAIN_SECONDS)).length > 0;
  }

  /**
   * Waits until nothing of an earlier drill is left: all instances are healthy, Docker would restart each of them without a
   * wait, and the edge lets a dangerous operation through.
   *
   * @param minimumAgeSeconds how old instances have to be
   * @throws when an instance is not well after two minutes: says which
   */
  async settle(minimumAgeSeconds = RESTARTED_AT_ONCE_SECONDS): Promise<void> {
    await until(
      async () => {
        const found = (await this.unsettled(minimumAgeSeconds)).join(", ");
        if (found !== "") return { found };
        return (await this.everyInstanceAnswers())
          ? { value: true }
          : { found: "an instance that does not answer the edge" };
      },
      `${this.deployment.name}: expected all instances well`,
      { timeoutSeconds: SETTLE_TIMEOUT_SECONDS, intervalSeconds: 1, signal: this.signal, clock: this.clock },
    );
    await this.pause(Math.max(0, GATE_SECONDS + 1 - (this.clock.now() - this.poisonedAt) / 1000));
  }

  /** Describes the instances that are not healthy, or younger than so many seconds. */
  private async unsettled(seconds: number): Promise<readonly string[]> {
    return this.onNodes(async (node, shell) => {
      const names = this.instancesOf(node).map(({ name }) => name);
      const line = `for name in ${names.join(" ")}; do
      read -r health started < <(docker inspect --format '{{.State.Health.Status}} {{.State.StartedAt}}' $name)
      age=$(($(date +%s) - $(date -d "$started" +%s)))
      [[ $health == healthy ]] && ((age >= ${seconds})) || echo "${node} $name $health $age s old"
    done`;
      return shell
        .succeed(line, { timeoutSeconds: 15 })
        .catch((error: unknown) => `${node}: ${String(error).split("\n")[0] ?? ""}`);
    });
  }

  /** Asks all app nodes at once. @returns the lines of all answers */
  private async onNodes(ask: (node: string, shell: Shell) => Promise<string>): Promise<readonly string[]> {
    const answers = await Promise.all(APP_NODES.map((node) => ask(node, this.machine(node))));
    return answers.flatMap((answer) => answer.split("\n")).filter((line) => line !== "");
  }
}
