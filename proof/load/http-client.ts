import { buildConnector, Pool } from "undici";
import { systemClock, type Clock } from "../../lab";
import type { Answer, Request } from "./request";
import type { ServiceUrl } from "./service-url";

/** How much of a body is kept unless more is asked for. */
const KEPT_BYTES = 64 * 1024;

export interface ExchangeOptions {
  /** How much of the body is kept, in bytes. @default 65536 */
  readonly keepBytes?: number;
}

/** Sends requests. None waits for another one: there are as many connections as requests under way. */
export class HttpClient {
  private readonly pool: Pool;
  private readonly timeoutSeconds: number;

  constructor(
    private readonly target: ServiceUrl,
    private readonly clock: Clock = systemClock,
  ) {
    this.timeoutSeconds = target.timeoutSeconds ?? 30;
    this.pool = new Pool(target.url, {
      connect: connector(target, this.timeoutSeconds),
      connections: null,
      pipelining: 1,
      // One clock for the whole of a request; undici's have a resolution of a second.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
  }

  /** Never rejects: what went wrong is in the answer. */
  async exchange(request: Request, { keepBytes = KEPT_BYTES }: ExchangeOptions = {}): Promise<Answer> {
    const abort = new AbortController();
    const answered = new AbortController();
    this.clock.pause(this.timeoutSeconds, answered.signal).then(
      () => {
        abort.abort(Object.assign(new Error("timed out"), { code: "ETIMEDOUT" }));
      },
      () => undefined,
    );
    const answer = { status: 0, headers: {}, bytes: 0 };
    const kept: Buffer[] = [];
    try {
      const { statusCode, headers, body } = await this.pool.request({
        method: request.method,
        path: request.path,
        body: request.body ?? null,
        headers: request.body === undefined ? {} : { "content-type": "application/json" },
        reset: this.target.keepAlive === false,
        signal: abort.signal,
      });
      answer.status = statusCode;
      answer.headers = flat(headers);
      for await (const chunk of body as AsyncIterable<Buffer>) {
        if (answer.bytes < keepBytes) kept.push(chunk.subarray(0, keepBytes - answer.bytes));
        answer.bytes += chunk.length;
      }
      return { ...answer, body: Buffer.concat(kept) };
    } catch (error) {
      return { ...answer, body: Buffer.concat(kept), error: codeOf(error) };
    } finally {
      answered.abort();
    }
  }

  /** Ends what is under way. */
  async close(): Promise<void> {
    await this.pool.destroy();
  }
}

function connector({ address, insecure }: ServiceUrl, timeoutSeconds: number): buildConnector.connector {
  const connect = buildConnector({ rejectUnauthorized: !insecure, timeout: timeoutSeconds * 1000 });
  if (address === undefined) return connect;
  return (options, callback) => {
    const servername = options.servername ?? options.hostname;
    connect({ ...options, hostname: address, servername }, callback);
  };
}

function flat(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}

function codeOf(error: unknown): string {
  const { code, name } = error as { code?: unknown; name?: unknown };
  if (code === "UND_ERR_CONNECT_TIMEOUT") return "ETIMEDOUT";
  return typeof code === "string" ? code : String(name);
}
