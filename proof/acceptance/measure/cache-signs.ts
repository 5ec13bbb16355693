import type { CacheSign } from "../facts";
import type { Answer, Request } from "../../load/request";

/** Headers in which caches report a hit or a miss. */
const STATUS_HEADERS = ["x-cache-status", "x-cache", "cf-cache-status", "x-proxy-cache", "cache-status"];
const FROM_CACHE = /\b(hit|stale|updating|revalidated)\b/i;

/** /db_dummy sleeps 100 ms in the database; the clocks of two machines tick a little differently. */
const DB_DUMMY_MS = 95;

/** Lists the signs that an answer came from a cache, or may be put into one. */
export function cacheSignsOf(request: Request, answer: Answer, latencyMs?: number): readonly CacheSign[] {
  const { headers } = answer;
  const { endpoint } = request;
  const signs: string[] = [];
  if (Number(headers["age"] ?? 0) > 0) signs.push("header Age above 0");
  for (const name of STATUS_HEADERS) {
    const status = FROM_CACHE.exec(headers[name] ?? "");
    if (status) signs.push(`header ${name}: ${status[0].toUpperCase()}`);
  }
  if (/\b(s-maxage|max-age)=[1-9]/i.test(headers["cache-control"] ?? "")) signs.push("header Cache-Control: max-age");
  if (Date.parse(headers["expires"] ?? "") > Date.now() + 1000) signs.push("header Expires in the future");
  if (endpoint === "GET /db_dummy" && answer.status === 200 && latencyMs !== undefined && latencyMs < DB_DUMMY_MS) {
    signs.push("an answer in less than the 100 ms of its query");
  }
  return signs.map((sign) => ({ endpoint, sign }));
}
