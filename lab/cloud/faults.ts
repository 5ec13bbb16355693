import { setTimeout as pause } from "node:timers/promises";
import { Refusal } from "./refusal";

/** What a call can be made to meet, each with its description in `script/lab cloud fault --help`. */
export const FAULTS = {
  /** As an error of the cloud itself. */
  fail: "its operation begins and ends with an internal error",
  slow: "its operation takes so many seconds more",
  /** gRPC answers it, and the provider does not ask again. */
  throttle: "it is refused, for there were too many requests",
  /** The provider's client asks again by itself, three times. */
  unavailable: "it is refused, for the service is away",
  quota: "it is refused, for a quota is used up",
  capacity: "its operation ends with an error, for the zone has no more resources",
} as const;

export type FaultKind = keyof typeof FAULTS;

export interface Fault {
  readonly kind: FaultKind;
  /** Service and method, for example `InstanceService/Create`. */
  readonly call: string;
  /** Calls that meet it. */
  readonly times: number;
  /** Of `slow`. */
  readonly seconds: number;
}

/** Faults that calls of the API are to meet. */
export class Faults {
  private list: Fault[] = [];

  add(fault: Fault): void {
    this.list.push(fault);
  }

  all(): readonly Fault[] {
    return this.list;
  }

  clear(): void {
    this.list = [];
  }

  /** Takes the next fault of a call; undefined when it shall meet none. */
  take(call: string): Fault | undefined {
    const fault = this.list.find((one) => one.call === call);
    if (!fault) return undefined;
    this.list = this.list.flatMap((one) => {
      if (one !== fault) return [one];
      return one.times > 1 ? [{ ...one, times: one.times - 1 }] : [];
    });
    return fault;
  }
}

/** @throws Refusal when the fault lets the call not even begin. */
export function meetEarly({ kind, call }: Fault): void {
  const refusals: Partial<Record<FaultKind, Refusal>> = {
    throttle: new Refusal(`Too many requests: ${call} was called too often`, "RESOURCE_EXHAUSTED"),
    unavailable: new Refusal(`${call}: the service is unavailable`, "UNAVAILABLE"),
    quota: new Refusal(`Quota limit exceeded: ${call} would need more than the cloud's quota`, "RESOURCE_EXHAUSTED"),
  };
  const refusal = refusals[kind];
  if (refusal) throw refusal;
}

/** Fails in the place of an operation's work. @throws Refusal */
export function meetLate({ kind, call }: Fault): void {
  if (kind === "fail") throw new Refusal(`${call}: Internal error`, "INTERNAL");
  if (kind === "capacity") {
    throw new Refusal(
      `${call}: the availability zone has not enough resources at present. Try again later, or another zone`,
      "RESOURCE_EXHAUSTED",
    );
  }
}

/** Goes on after an operation's work: what it makes is there from the beginning, as in the cloud, where it is provisioned. */
export async function linger({ kind, seconds }: Fault): Promise<void> {
  if (kind === "slow") await pause(seconds * 1000);
}
