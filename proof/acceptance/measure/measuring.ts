import type { Subject } from "../subject";
import type { Facts, Way } from "../facts";
import { HttpClient } from "../../load/http-client";
import type { Ids } from "../../load/ids";
import type { Answer, Request } from "../../load/request";
import type { ServiceUrl } from "../../load/service-url";
import type { Progress } from "../../report/progress";
import type { Plan } from "../plan";
import { cacheSignsOf } from "./cache-signs";

/** Seconds that a user waits for an answer other than a whole list. */
const TIMEOUT_SECONDS = 20;
const LIST_TIMEOUT_SECONDS = 90;

/** A run of measurements: the subject, the plan, and what was found so far. */
export class Measuring {
  readonly facts: Facts = { cacheSigns: [] };
  /** Ways over which the service answers at all. The others fail their own rows and are not loaded. */
  ways: readonly Way[] = [];
  ids: Ids = { customers: [], movies: [], sessions: [] };
  /** Sessions that this run created and has not deleted. */
  readonly created = new Set<number>();
  /** Sessions whose creation was answered well and that no user deleted. */
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

  /** Works with a client, and closes it at the end or when the run is interrupted. */
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

  /** Works with a client that waits long enough for whole lists. */
  withListClient<T>(work: (client: HttpClient) => Promise<T>): Promise<T> {
    return this.withClient(this.preferredWay(), work, LIST_TIMEOUT_SECONDS);
  }

  /** The way for single requests: https where it works. @throws when no way works */
  preferredWay(): Way {
    const way = this.ways.find((each) => each === "https keep-alive") ?? this.ways[0];
    if (way === undefined) throw new Error("the service answers neither over https nor over http");
    return way;
  }

  /** Adds the signs of a cache in an answer to the facts, each once. */
  noteCacheSigns(request: Request, answer: Answer, latencyMs?: number): void {
    const known = this.facts.cacheSigns ?? [];
    const fresh = cacheSignsOf(request, answer, latencyMs).filter(
      (sign) => !known.some((each) => each.endpoint === sign.endpoint && each.sign === sign.sign),
    );
    if (fresh.length > 0) this.facts.cacheSigns = [...known, ...fresh];
  }

  /** Sends one request outside of the loads. @throws when the run is interrupted, as the answer means nothing then */
  async exchange(client: HttpClient, request: Request, keepBytes?: number): Promise<Answer> {
    this.signal.throwIfAborted();
    const answer = await client.exchange(request, keepBytes === undefined ? {} : { keepBytes });
    this.signal.throwIfAborted();
    this.noteCacheSigns(request, answer);
    return answer;
  }
}
