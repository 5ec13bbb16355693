import { createHash } from "node:crypto";

/** A lab's names on the host. Two labs share none of them, and `down` finds everything by them, also after a crash. */
export class Names {
  /**
   * @param id of the lab: a lower-case letter, then up to 9 lower-case letters or digits. No hyphen: else the names of
   * lab `a` would begin those of lab `a-b`. With `lab-` in front it fits into the 15 characters of an interface.
   */
  constructor(readonly id: string) {
    if (!/^[a-z][a-z0-9]{0,9}$/.test(id))
      throw new Error(`id of the lab: expected a lower-case letter and up to 9 letters or digits, found ${id}`);
  }

  /** Prefix of all names of this lab. */
  get prefix(): string {
    return `lab-${this.id}-`;
  }

  /** The lab's only interface on the host. */
  get uplink(): string {
    return `lab-${this.id}`;
  }

  /** Network namespace of the router, and of DNS, time and metadata. */
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

/** Ten characters that stand for an id of any length, as the kernel and file systems limit names. */
export function label(id: string): string {
  return createHash("sha1").update(id).digest("hex").slice(0, 10);
}

/** The router's interface towards a machine. */
export function machineLink(id: string): string {
  return `m-${label(id)}`;
}

/** The router's interface towards a delayed machine; see DelayLine. */
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
