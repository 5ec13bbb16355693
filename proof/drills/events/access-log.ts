/** One attempt of the edge to have a request answered by an instance. */
export interface Attempt {
  /** When it ended, Unix time in ms. */
  readonly at: number;
  /** Instance: address and port. */
  readonly instance: string;
  readonly ok: boolean;
  /** The instance's status, or the edge's own for it: 502 broken or refused, 504 no answer in time. */
  readonly status: number;
  /** Of the request, as the log names it: `GET /ping`. */
  readonly endpoint: string;
  /** Whether the edge asked nobody else for this request, before or after. */
  readonly only: boolean;
}

/**
 * The attempts in the edge's access log (log_format in nginx.conf: tab-separated; time, method, endpoint, status,
 * request time, then addresses, statuses and times of the attempts).
 */
export function attemptsIn(log: string): Attempt[] {
  return log.split("\n").flatMap(attemptsOf);
}

function attemptsOf(line: string): Attempt[] {
  const [time, method, ...fields] = line.split("\t");
  // The cache's own refresh has no field for the endpoint, nor for statuses: it is no user's.
  if (method === undefined || method === "REFRESH") return [];
  const [endpoint = "", , , addresses = "-", statuses = "", times = ""] = fields;
  if (addresses === "-" || addresses === "") return [];
  const [tried, answers, seconds] = [parts(addresses), parts(statuses), parts(times)];
  let end = Number(time) * 1000;
  const attempts: Attempt[] = [];
  // The last one ended with the request, each one before when the next began.
  for (let index = tried.length - 1; index >= 0; index--) {
    const status = Number(answers[index]);
    attempts.unshift({
      at: end,
      instance: tried[index] ?? "",
      // "-": the user went away meanwhile.
      ok: Number.isNaN(status) || status < 500,
      status: status || 0,
      endpoint: `${method} ${endpoint}`,
      only: tried.length === 1,
    });
    end -= (Number(seconds[index]) || 0) * 1000;
  }
  return attempts;
}

/** nginx writes a comma between servers of one pass, and a colon with spaces where a named location began anew. */
function parts(field: string): string[] {
  return field.split(/, | : /);
}
