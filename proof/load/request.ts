/** bingo's endpoints, by the labels that samples, tables and reports have. */
export const ENDPOINTS = [
  "GET /",
  "GET /ping",
  "POST /operation",
  "GET /db_dummy",
  "GET /long_dummy",
  "GET /api/movie",
  "GET /api/movie/{id}",
  "GET /api/customer",
  "GET /api/customer/{id}",
  "GET /api/session",
  "GET /api/session/{id}",
  "POST /api/session",
  "DELETE /api/session/{id}",
] as const;

/** The acceptance list does not name the last two; the task's own checker asks for them. */
export type Endpoint = (typeof ENDPOINTS)[number] | "GET /config" | "POST /";

/** The endpoints that answer with a whole table. */
export const LISTS = ["GET /api/movie", "GET /api/customer", "GET /api/session"] as const satisfies readonly Endpoint[];

export type List = (typeof LISTS)[number];

export interface Request {
  readonly endpoint: Endpoint;
  readonly method: "GET" | "POST" | "DELETE";
  readonly path: string;
  /** JSON. */
  readonly body?: string;
  /** Sent to harm an instance: its answer is not counted as a user's. */
  readonly poisoned?: true;
  /** The status codes that are a good answer. @default 200 to 299 */
  readonly accepts?: (status: number) => boolean;
}

export interface Answer {
  /** 0 when no answer came. */
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** The beginning of the body, up to the length that was to be kept. */
  readonly body: Buffer;
  /** Length of the whole body. */
  readonly bytes: number;
  /** Code of what went wrong: ETIMEDOUT, ECONNREFUSED, UND_ERR_SOCKET… Also when the body broke off. */
  readonly error?: string;
}

/** Whether a user would be content with the answer. */
export function isGood(request: Request, { status, error }: Answer): boolean {
  return error === undefined && (request.accepts ?? isSuccess)(status);
}

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

const TWO_32 = 2n ** 32n;

/** Bits 32 to 35 of an operation's id. Those of 3, 4 and 5 harm; by the other reading, only below 6 × 2^32. */
const bits = (id: bigint): bigint => (id / TWO_32) % 16n;

/** An operation that does nothing, by either reading. @throws on an id that may harm the instance: see `poison` */
export function operation(id: number | bigint): Request {
  const found = bits(BigInt(id));
  if (found >= 3n && found <= 5n) {
    throw new Error(`operation: expected an id whose bits 32 to 35 are not 3, 4 or 5, found ${id} with ${found}`);
  }
  return operationRequest(BigInt(id));
}

/**
 * Ids that harm the instance which gets them. Whether bingo compares the whole id with three ranges or only its bits 32 to
 * 35 is not certain. The first of each does what it is named for by both readings (that of "sick" is not 5 × 2^32 itself
 * for this reason), the others by the second alone.
 */
const POISONS = {
  leak: [3n * TWO_32, 2n ** 62n + 3n * TWO_32 + 1n, 2n ** 36n + 3n * TWO_32],
  panic: [4n * TWO_32, 2n ** 36n + 4n * TWO_32, 2n ** 60n + 4n * TWO_32 + 7n, 7n * 2n ** 48n + 4n * TWO_32],
  sick: [5n * TWO_32 + 1n, 2n ** 40n + 5n * TWO_32, 9n * 2n ** 36n + 5n * TWO_32],
} as const satisfies Record<string, readonly bigint[]>;

export type Poison = keyof typeof POISONS;

/**
 * An operation that makes its instance leak, panic or turn sick.
 *
 * @param form 0: by both readings of the ids; from 1 on: by the masked reading alone
 */
export function poison(kind: Poison, form = 0): Request {
  const ids = POISONS[kind];
  return { ...operationRequest(ids[form % ids.length] ?? ids[0]), poisoned: true };
}

function operationRequest(id: bigint): Request {
  return { endpoint: "POST /operation", method: "POST", path: "/operation", body: `{"operation":${id}}` };
}

/** A POST of the root, as the task's own checker sends it. */
export function postRoot(): Request {
  return { endpoint: "POST /", method: "POST", path: "/" };
}

/** A GET of an endpoint without an id. */
export function get(endpoint: Extract<Endpoint, `GET ${string}`>): Request {
  return { endpoint, method: "GET", path: endpoint.slice("GET ".length) };
}

export function getMovie(id: number): Request {
  return { endpoint: "GET /api/movie/{id}", method: "GET", path: `/api/movie/${id}` };
}

export function getCustomer(id: number): Request {
  return { endpoint: "GET /api/customer/{id}", method: "GET", path: `/api/customer/${id}` };
}

export function getSession(id: number): Request {
  return { endpoint: "GET /api/session/{id}", method: "GET", path: `/api/session/${id}` };
}

export function postSession(customer: number, movie: number): Request {
  const body = JSON.stringify({ customer_id: customer, movie_id: movie });
  return { endpoint: "POST /api/session", method: "POST", path: "/api/session", body };
}

export function deleteSession(id: number): Request {
  return { endpoint: "DELETE /api/session/{id}", method: "DELETE", path: `/api/session/${id}` };
}

/** The id in an answer to POST /api/session; undefined when there is none to be found. */
export function createdId({ body }: Answer): number | undefined {
  try {
    return idIn(JSON.parse(body.toString("utf8")));
  } catch {
    return undefined;
  }
}

/** The real service's answer is not documented: a number, or an object with an id somewhere. */
function idIn(value: unknown): number | undefined {
  if (typeof value === "number") return Number.isSafeInteger(value) ? value : undefined;
  if (typeof value !== "object" || value === null) return undefined;
  const { id, session_id, session } = value as Record<string, unknown>;
  return idIn(id) ?? idIn(session_id) ?? idIn(session);
}

/** Gives a load its requests, one at each arrival, and takes the answers. */
export interface Source {
  next(): Request;
  answered?(request: Request, answer: Answer): void;
}
