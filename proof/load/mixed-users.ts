import type { Ids } from "./ids";
import { Random } from "./random";
import * as requests from "./request";
import { createdId, isGood, LISTS, type Answer, type Request, type Source } from "./request";

export interface MixedUsersOptions {
  /** The same seed gives the same users, as long as the service answers the same. @default 1 */
  readonly seed?: number;
  /** After this many requests one of the three whole lists is asked for, one at a time; 0: never. @default 600 */
  readonly listEvery?: number;
  /** Users read what they created, too; without it only prepared sessions are read. @default true */
  readonly readOwn?: boolean;
}

/** Operation ids that do nothing, by either reading: mostly 0, as the task's checker sends, and up to 2^63 - 1. */
const HARMLESS = [0, 0, 0, 1, 12_884_901_887, 25_769_803_776, 2n ** 36n, 2n ** 40n + 7n * 2n ** 32n, 2n ** 63n - 1n];

/**
 * Users of all endpoints at once. Sessions that they create are read afterwards, and some are deleted; the prepared
 * data is left as it is.
 */
export class MixedUsers implements Source {
  private readonly random: Random;
  private readonly listEvery: number;
  private readonly readOwn: boolean;
  private count = 0;
  private listUnderWay = false;
  /** Created sessions whose deletion was not requested yet. */
  private readonly own: number[] = [];
  private readonly uncertain = new Set<number>();
  /** How many users are reading each session. */
  private readonly readers = new Map<number, number>();
  /** What users ask for: a hundred entries, so that the numbers are percent. */
  private readonly wishes = (
    [
      [5, () => requests.get("GET /")],
      [5, () => requests.get("GET /ping")],
      [10, () => requests.operation(this.random.pick(HARMLESS))],
      [10, () => requests.get("GET /db_dummy")],
      [10, () => requests.get("GET /long_dummy")],
      [15, () => requests.getMovie(this.random.pick(this.ids.movies))],
      [15, () => requests.getCustomer(this.random.pick(this.ids.customers))],
      [15, () => this.reading()],
      [8, () => this.creation()],
      [7, () => this.deletion()],
    ] as const
  ).flatMap(([percent, wish]) => Array.from({ length: percent }, (): (() => Request) => wish));

  constructor(
    private readonly ids: Ids,
    { seed = 1, listEvery = 600, readOwn = true }: MixedUsersOptions = {},
  ) {
    this.random = new Random(seed);
    this.listEvery = listEvery;
    this.readOwn = readOwn;
  }

  next(): Request {
    this.count++;
    if (this.listEvery > 0 && this.count % this.listEvery === 0 && !this.listUnderWay) {
      this.listUnderWay = true;
      return requests.get(LISTS[(this.count / this.listEvery) % LISTS.length] ?? LISTS[0]);
    }
    return this.random.pick(this.wishes)();
  }

  answered(request: Request, answer: Answer): void {
    if (LISTS.some((list) => list === request.endpoint)) this.listUnderWay = false;
    const good = isGood(request, answer);
    if (request.endpoint === "POST /api/session" && good) {
      const id = createdId(answer);
      if (id !== undefined) this.own.push(id);
    }
    if (request.endpoint === "DELETE /api/session/{id}" && good) this.uncertain.delete(idOf(request));
    if (request.endpoint === "GET /api/session/{id}") this.addReaders(idOf(request), -1);
  }

  /** Sessions whose creation was answered well and whose deletion was not requested: they have to be there. */
  get created(): readonly number[] {
    return this.own;
  }

  /** Sessions whose deletion was requested but not answered well: they may be there or not. */
  get undecided(): readonly number[] {
    return [...this.uncertain];
  }

  /** Reads a session: one of three times a user's own, as users look at what they did. */
  private reading(): Request {
    const newest = this.readOwn ? this.own.at(-1) : undefined;
    const id = newest !== undefined && this.random.below(3) === 0 ? newest : this.random.pick(this.ids.sessions);
    this.addReaders(id, 1);
    return requests.getSession(id);
  }

  private addReaders(id: number, more: number): void {
    const now = (this.readers.get(id) ?? 0) + more;
    if (now > 0) this.readers.set(id, now);
    else this.readers.delete(id);
  }

  private creation(): Request {
    return requests.postSession(this.random.pick(this.ids.customers), this.random.pick(this.ids.movies));
  }

  private deletion(): Request {
    // Never the newest, and none that is being read: seconds may pass until that is answered, while the database restarts.
    const oldest = this.own.length > 10 && !this.readers.has(this.own[0] ?? 0) ? this.own.shift() : undefined;
    if (oldest === undefined) return this.creation();
    this.uncertain.add(oldest);
    return requests.deleteSession(oldest);
  }
}

function idOf({ path }: Request): number {
  return Number(path.slice(path.lastIndexOf("/") + 1));
}
