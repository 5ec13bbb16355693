/** Runs the calls on one thing one after the other, in the order in which they came. */
export class Queue {
  private readonly tails = new Map<string, Promise<unknown>>();

  async run<T>(thing: string, call: () => Promise<T>): Promise<T> {
    const before = this.tails.get(thing) ?? Promise.resolve();
    const now = before.then(call, call);
    this.tails.set(thing, now);
    try {
      return await now;
    } finally {
      if (this.tails.get(thing) === now) this.tails.delete(thing);
    }
  }
}
