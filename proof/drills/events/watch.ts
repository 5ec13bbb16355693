import type { DrillRun } from "../drill-run";
import type { Site } from "../site";
import type { Shell } from "../../../lab";
import { APP_NODES, DATABASE, EDGE } from "../../target/deployment";
import { messageOf } from "../../../config/message-of";
import { attemptsIn } from "./access-log";
import { DOCKER_EVENTS_UNIT, eventsIn, SOURCES, type MachineEvent } from "./journal";

const ACCESS_LOG = "/var/log/nginx/access.log";
/** The edge writes its log each second. */
const LOG_DELAY_SECONDS = 1.5;
/** The database writes a line for each refused query of an outage, and a drill of a day has some thousand events. */
const JOURNAL_LINES = 200_000;

/** Records what the edge and the machines do from `begin` on. */
export class Watch {
  private constructor(
    private readonly site: Site,
    /** When it began, as Unix time in seconds by the machines' clocks. */
    private readonly since: string,
    private readonly inode: string,
    private readonly offset: number,
    /** How far the machines' clocks are ahead of this one's. */
    private readonly aheadMs: number,
  ) {}

  static async begin(site: Site): Promise<Watch> {
    await Promise.all(APP_NODES.map((node) => startDockerEvents(site.machine(node))));
    const asked = site.clock.now();
    const out = await site.machine(EDGE).succeed(`echo "$EPOCHREALTIME"; stat --format '%i %s' ${ACCESS_LOG}`);
    const answered = site.clock.now();
    const [now = "", inode = "", size = ""] = out.trim().split(/\s+/);
    const ahead = Number(now) * 1000 - (asked + answered) / 2;
    // A lab's machines share this machine's clock; what is measured then is how long the question took.
    const aheadMs = Math.abs(ahead) < answered - asked + 50 ? 0 : ahead;
    return new Watch(site, now, inode, Number(size), aheadMs);
  }

  /** Ends the watch. @returns what was seen, in the time of this machine, and which journals could not be read, and why */
  async end(): Promise<Pick<DrillRun, "attempts" | "events" | "unreadJournals">> {
    await this.site.pause(LOG_DELAY_SECONDS);
    const [log, ...journals] = await Promise.all([
      this.accessLog(),
      ...[EDGE, ...APP_NODES, DATABASE].map((machine) => this.journal(this.site.machine(machine))),
    ]);
    const own = <T extends { readonly at: number }>(entry: T): T => ({ ...entry, at: entry.at - this.aheadMs });
    const events = journals.flatMap((journal) => journal.events).map(own);
    return {
      attempts: attemptsIn(log).map(own),
      events: events.sort((a, b) => a.at - b.at),
      unreadJournals: journals.flatMap(({ unread }) => unread ?? []),
    };
  }

  /** Removes everything that the watch left on the machines. */
  async close(): Promise<void> {
    await Promise.all(APP_NODES.map((node) => stopDockerEvents(this.site.machine(node))));
  }

  /** Reads the access log since `begin`, also when it was rotated meanwhile. */
  private accessLog(): Promise<string> {
    const rest = `tail --bytes=+${this.offset + 1}`;
    return this.site.machine(EDGE).succeed(
      `if [[ $(stat --format %i ${ACCESS_LOG}) == ${this.inode} ]]; then ${rest} ${ACCESS_LOG}
       else ${rest} ${ACCESS_LOG}.1; cat ${ACCESS_LOG}; fi`,
    );
  }

  private async journal(machine: Shell): Promise<{ events: readonly MachineEvent[]; unread?: string }> {
    const chosen = Object.keys(SOURCES)
      .map((unit) => `--unit '${unit}'`)
      .join(" ");
    const line = `journalctl --output=json --since @${this.since} ${chosen} | head -n ${JOURNAL_LINES + 1}`;
    try {
      const out = await machine.succeed(line, { timeoutSeconds: 120 });
      const events = eventsIn(machine.name, out);
      const cut = out.split("\n").length > JOURNAL_LINES + 1;
      return cut ? { events, unread: `${machine.name}: it has more than ${JOURNAL_LINES} lines` } : { events };
    } catch (error) {
      return { events: [], unread: `${machine.name}: ${messageOf(error)}` };
    }
  }
}

/** Has a machine write Docker's events into its journal, as those of the unit DOCKER_EVENTS_UNIT. */
export async function startDockerEvents(machine: Shell): Promise<void> {
  const actions = ["kill", "die", "start", "oom", "health_status"].map((event) => `--filter event=${event}`).join(" ");
  const format = `{{.TimeNano}}{{"\\t"}}{{.Action}}{{"\\t"}}{{.Actor.Attributes.name}}{{"\\t"}}{{.Actor.Attributes.exitCode}}`;
  await stopDockerEvents(machine);
  await machine.succeed(
    `systemd-run --quiet --collect --unit=${DOCKER_EVENTS_UNIT} --property=Restart=always --property=RestartSec=200ms \
       --property=StartLimitIntervalSec=0 docker events --filter type=container ${actions} --format '${format}'`,
  );
}

async function stopDockerEvents(machine: Shell): Promise<void> {
  await machine.succeed(`systemctl stop ${DOCKER_EVENTS_UNIT} 2>/dev/null || true`).catch(() => "");
}
