import type { Subject } from "../subject";
import type { Facts, Way } from "../facts";
import { HttpClient } from "../../load/http-client";
import type { Ids } from "../../load/ids";
import type { Answer, Request } from "../../load/request";
import type { ServiceUrl } from "../../load/service-url";
import type { Progress } from "../../report/progress";
import type { Plan } from "../plan";
import { cacheSignsOf } from "./cache-signs";

/** How long a user waits for anything but a whole list. */
const TIMEOUT_SECONDS = 20;
const LIST_TIMEOUT_SECONDS = 90;

/** What all measurements share: where, how much, what was found so far. */
export class Measuring {
  readonly facts: Facts = { cacheSigns: [] };
  /** Ways over which the service answers at all. The others have failed once; they are not loaded to fail again. */
  ways: readonly Way[] = [];
  ids: Ids = { customers: [], movies: [], sessions: [] };
  /** Sessions that this run created and has not deleted. */
  readonly created = new Set<number>();
  /** Sessions that users were told are created, and did not delete. */
  readonly promised: number[] = [];

  constructor(
    readonly subject: Subject,
    readonly plan: Plan,
    readonly progress: Progress,
    readonly signal: AbortSignal,
  ) {}

  serviceUrl(way: Way): ServiceUrl {
    const { http, https, address } = this.subject;
    return {
      url: way.startsWith("https") ? https : http,
      insecure: true,
      ...(address === undefined ? {} : { address }),
      keepAlive: way.endsWith("keep-alive"),
      timeoutSeconds: TIMEOUT_SECONDS,
    };
  }

  /** Ends with the signal, too. */
  async withClient<T>(
    way: Way,
    work: (client: HttpClient) => Promise<T>,
    timeoutSeconds = TIMEOUT_SECONDS,
  ): Promise<T> {
    const client = new HttpClient({ ...this.serviceUrl(way), timeoutSeconds });
    const stop = (): void => void client.close();
    this.signal.addEventListener("abort", stop);
    try {
      this.signal.throwIfAborted();
      return await work(client);
    } finally {
      this.signal.removeEventListener("abort", stop);
      await client.close();
    }
  }

  withListClient<T>(work: (client: HttpClient) => Promise<T>): Promise<T> {
    return this.withClient(this.preferredWay(), work, LIST_TIMEOUT_SECONDS);
  }

  /** One that works: https if it does. @throws when none does */
  preferredWay(): Way {
    const way = this.ways.find((each) => each === "https keep-alive") ?? this.ways[0];
    if (way === undefined) throw new Error("the service answers neither over https nor over http");
    return way;
  }

  /** Every answer is looked at for signs of a cache. */
  noteCacheSigns(request: Request, answer: Answer, latencyMs?: number): void {
    const known = this.facts.cacheSigns ?? [];
    const fresh = cacheSignsOf(request, answer, latencyMs).filter(
      (sign) => !known.some((each) => each.endpoint === sign.endpoint && each.sign === sign.sign),
    );
    if (fresh.length > 0) this.facts.cacheSigns = [...known, ...fresh];
  }

  /** A request by hand, watched. @throws when the run is interrupted: then the answer means nothing */
  async exchange(client: HttpClient, request: Request, keepBytes?: number): Promise<Answer> {
    this.signal.throwIfAborted();
    const answer = await client.exchange(request, keepBytes === undefined ? {} : { keepBytes });
    this.signal.throwIfAborted();
    this.noteCacheSigns(request, answer);
    return answer;
  }
}
