import type { DaemonClient } from "../cloud/client";
import type { ProgressLine } from "./progress";
import type { Timeline } from "./timeline";

/** When a stack of the deployment was at what, in seconds since the deployment began. */
interface Moments {
  began: number;
  initialized?: number;
  planned?: number;
  creating?: number;
  created?: number;
  ready?: number;
  applied?: number;
}

type Moment = Exclude<keyof Moments, "began" | "initialized">;

const MARKS: readonly (readonly [Moment, RegExp])[] = [
  ["planned", /^(Plan:|No changes\.)/],
  ["creating", /^yandex_compute_instance\.\S+: Creating\.\.\./],
  ["created", /^yandex_compute_instance\.\S+ made in /],
  ["ready", /^READY after /],
  ["applied", /^(Apply complete!|No changes\.)/],
];

/** Finds the phases of a deployment in what cdktf tells of it. */
export class DeploymentPhases {
  private readonly stacks = new Map<string, Moments>();

  /** Every line of a stack, told or not. */
  word(stack: string, text: string, seconds: number): void {
    const moments = this.stacks.get(stack) ?? { began: seconds };
    if (text.includes("successfully initialized")) moments.initialized ??= seconds;
    this.stacks.set(stack, moments);
  }

  line({ stack, seconds, text }: ProgressLine): void {
    const moments = this.stacks.get(stack);
    if (!moments) return;
    for (const [moment, mark] of MARKS) if (mark.test(text)) moments[moment] ??= seconds;
  }

  /** Machines that were made. Each has a stack of its name. */
  machines(): readonly string[] {
    return [...this.stacks].filter(([, { created }]) => created !== undefined).map(([stack]) => stack);
  }

  /**
   * @param started when the deployment began, as the timeline counts
   * @param cloudInitDone the same of each machine's cloud-init, where it is known
   */
  addTo(timeline: Timeline, started: number, cloudInitDone: ReadonlyMap<string, number>): void {
    const add = (name: string, from?: number, to?: number): void => {
      if (from !== undefined && to !== undefined) timeline.add(name, started + from, started + to);
    };
    add("cdktf synth", 0, Math.min(...[...this.stacks.values()].map(({ began }) => began)));
    for (const [stack, moments] of this.stacks) {
      const { began, initialized = began, planned, creating, created, ready, applied } = moments;
      add(`${stack}: init`, began, initialized);
      add(`${stack}: plan`, Math.max(initialized, this.turnOf(moments)), planned);
      if (created === undefined) {
        add(`${stack}: apply`, planned, applied);
        continue;
      }
      add(`${stack}: create`, creating, created);
      const done = cloudInitDone.get(stack);
      if (done === undefined) {
        add(`${stack}: boot until ready`, created, ready);
        continue;
      }
      add(`${stack}: boot and cloud-init`, created, done - started);
      add(`${stack}: cloud-init done until ready`, done - started, ready);
    }
  }

  /** When all stacks that this one has to wait for were there: it is planned at once then. */
  private turnOf({ planned = 0 }: Moments): number {
    const applied = [...this.stacks.values()].flatMap(({ applied }) => applied ?? []);
    return Math.max(0, ...applied.filter((moment) => moment < planned));
  }
}

/**
 * When a machine's cloud-init was done, in milliseconds of the clock, which it has in common with this host. By the file
 * it writes last: the times in its own status are the clock's on some machines, and seconds since the boot on others.
 */
export async function cloudInitDone(daemon: DaemonClient, machine: string): Promise<number | undefined> {
  const modified = ["stat", "--format", "%.3Y", "/run/cloud-init/result.json"];
  const { status, stdout } = await daemon.exec(machine, modified, { timeoutSeconds: 15 });
  return status === 0 ? Number(stdout) * 1000 : undefined;
}
