import type { DeploymentEvent } from "./deployment-progress";
import type { Timeline } from "./timeline";

/** When one stack reached which point, in seconds since the deployment began. */
interface Moments {
  readonly began: number;
  planned?: number;
  creating?: number;
  created?: number;
  ready?: number;
  applied?: number;
}

const MARKS: readonly (readonly [Exclude<keyof Moments, "began">, RegExp])[] = [
  ["planned", /^(Plan:|No changes\.)/],
  ["creating", /^yandex_compute_instance\.\S+: Creating\.\.\./],
  ["created", /^yandex_compute_instance\.\S+ made in /],
  ["ready", /^READY after /],
  ["applied", /^(Apply complete!|No changes\.)/],
];

/** Finds the phases of a deployment in the progress of cdktf. */
export class DeploymentPhases {
  private readonly stacks = new Map<string, Moments>();

  /** Notes that cdktf began with a stack. */
  began(stack: string, seconds: number): void {
    this.stacks.set(stack, { began: seconds });
  }

  /** Notes a line of progress. */
  line({ stack, seconds, text }: DeploymentEvent): void {
    const moments = this.stacks.get(stack);
    if (!moments) return;
    for (const [moment, mark] of MARKS) if (mark.test(text)) moments[moment] ??= seconds;
  }

  /** @param started when the deployment began, in seconds of the timeline */
  addTo(timeline: Timeline, started: number): void {
    const add = (name: string, from?: number, to?: number): void => {
      if (from !== undefined && to !== undefined) timeline.add(name, started + from, started + to);
    };
    add("cdktf synth", 0, Math.min(...[...this.stacks.values()].map(({ began }) => began)));
    for (const [stack, moments] of this.stacks) {
      const { began, planned, creating, created, ready, applied } = moments;
      add(`${stack}: init and plan`, Math.max(began, this.turnOf(moments)), planned);
      if (created === undefined) add(`${stack}: apply`, planned, applied);
      add(`${stack}: create`, creating, created);
      add(`${stack}: boot until ready`, created, ready);
    }
  }

  /** When the last stack before this one was applied. The engine plans a stack after those that it depends on. */
  private turnOf({ planned = 0 }: Moments): number {
    const applied = [...this.stacks.values()].flatMap(({ applied }) => applied ?? []);
    return Math.max(0, ...applied.filter((moment) => moment < planned));
  }
}
