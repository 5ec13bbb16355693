/** An attempt of the edge to get a request answered by an instance: as far as the log knows, which may be the last alone. */
export interface Attempt {
  /** When the attempt ended, as Unix time in ms. */
  readonly at: number;
  /** Address and port of the instance. */
  readonly instance: string;
  readonly ok: boolean;
  /** Status of the instance, or of the edge in its place: 502 broken or refused, 504 no answer in time. */
  readonly status: number;
  /** Endpoint of the request as in the log, for example `GET /ping`. */
  readonly endpoint: string;
  /** Whether the edge asked no other instance for this request, before or after. */
  readonly only: boolean;
}

/** What stands for the address where no instance was asked: nginx's answer, or haproxy's (every instance was down, or busy). */
const NO_INSTANCE: readonly string[] = ["", "-", "<NOSRV>"];

/** One of each attempt; "-": the user went away meanwhile. */
const STATUSES = /^(?:-|[1-5]\d\d)(?:(?:, | : )(?:-|[1-5]\d\d))*$/;

/**
 * Reads the attempts out of the edge's access log (log_format in nginx.conf: tab-separated; time, method, endpoint, status,
 * request time, then the instance that answered, statuses, and the number of attempts before it: "+1" when that was
 * elsewhere). The baseline's nginx has no haproxy behind it and writes addresses, statuses and times of all attempts.
 */
export function attemptsIn(log: string): Attempt[] {
  return log.split("\n").flatMap(attemptsOf);
}

function attemptsOf(line: string): Attempt[] {
  const [time, method, ...fields] = line.split("\t");
  // The cache's own refresh is no user's request, and has no field for endpoint or statuses.
  if (method === undefined || method === "REFRESH") return [];
  const [endpoint = "", , , addresses = "-", statuses = "", times = ""] = fields;
  // On a full disk the end of one line may be followed by another one's beginning.
  if (NO_INSTANCE.includes(addresses) || !STATUSES.test(statuses)) return [];
  const [tried, answers, seconds] = [parts(addresses), parts(statuses), parts(times)];
  // nginx asks haproxy again where all were slow: the last answer is the instance's.
  answers.splice(0, answers.length - tried.length);
  let end = Number(time) * 1000;
  const attempts: Attempt[] = [];
  // The last attempt ended with the request, each earlier one when the next began.
  for (let index = tried.length - 1; index >= 0; index--) {
    const status = Number(answers[index]);
    attempts.unshift({
      at: end,
      instance: tried[index] ?? "",
      // "-": the user went away meanwhile.
      ok: Number.isNaN(status) || status < 500,
      status: status || 0,
      endpoint: `${method} ${endpoint}`,
      only: tried.length === 1 && !/^\+?[1-9]\d*$/.test(times),
    });
    end -= (Number(seconds[index]) || 0) * 1000;
  }
  return attempts;
}

/** nginx writes a comma between the servers of one pass, and " : " where a named location began another pass. */
function parts(field: string): string[] {
  return field.split(/, | : /);
}
