import { createHash } from "node:crypto";

/** A lab's names on the host. Two labs share none of them, and `down` finds by them what a crash left behind. */
export class Names {
  /**
   * @param id of the lab: a lower-case letter, then up to 9 lower-case letters or digits. No hyphen: else the names of
   * lab `a` would begin those of lab `a-b`. With `lab-` in front it fits into the 15 characters of an interface.
   */
  constructor(readonly id: string) {
    if (!/^[a-z][a-z0-9]{0,9}$/.test(id))
      throw new Error(`id of the lab: expected a lower-case letter and up to 9 letters or digits, found ${id}`);
  }

  /** What all names of this lab begin with. */
  get prefix(): string {
    return `lab-${this.id}-`;
  }

  /** The host's only interface of the lab. */
  get uplink(): string {
    return `lab-${this.id}`;
  }

  /** Network namespace of the routers and of DNS, time and metadata. */
  get router(): string {
    return `${this.prefix}router`;
  }

  /** Control group of the programs that serve the machines. */
  get services(): string {
    return `${this.prefix}services`;
  }

  /** Network namespace, control group and container of a machine. */
  machine(id: string): string {
    return `${this.prefix}m-${label(id)}`;
  }

  /** Network namespace of a client on the lab's internet side. */
  client(name: string): string {
    return `${this.prefix}c-${label(name)}`;
  }
}

/** Ten characters that stand for an id of any length, wherever the kernel or a file system limits names. */
export function label(id: string): string {
  return createHash("sha1").update(id).digest("hex").slice(0, 10);
}

/** The router's interface towards a machine. */
export function machineLink(id: string): string {
  return `m-${label(id)}`;
}

/** The router's interface towards a machine that is far away; see DelayLine. */
export function delayedLink(id: string): string {
  return `d-${label(id)}`;
}

/** The hardware address of the interface in a machine's or a client's namespace. */
export function macAddress(namespace: string): string {
  return `02:${label(namespace).match(/../g)?.join(":") ?? ""}`;
}

/** The router's interface towards a client. */
export function clientLink(name: string): string {
  return `c-${label(name)}`;
}
