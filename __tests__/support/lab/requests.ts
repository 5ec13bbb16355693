import type { Lab } from "../../../lab";

/** What a client in the lab's internet got. */
export interface Answer {
  /** 0: none. */
  readonly status: number;
  /** HTTP version, for example `1.1`. */
  readonly version: string;
  /** Where it was sent on to; empty: nowhere. */
  readonly redirect: string;
  readonly seconds: number;
  /** By names in lower case. */
  readonly headers: Readonly<Record<string, readonly string[]>>;
  readonly body: string;
}

export interface RequestOptions {
  /** @default GET */
  readonly method?: string;
  readonly body?: string;
  /** A further option of curl. */
  readonly option?: string;
}

const MARK = "\n--- answer ---\n";
const FORMAT =
  '{"version":"%{http_version}","redirect":"%{redirect_url}","status":%{http_code},"seconds":%{time_total},"headers":%{header_json}}';

/** Asks the service from the internet, once. Any status is an answer. */
export async function request(
  lab: Lab,
  scheme: "http" | "https",
  path: string,
  { method = "GET", body, option = "" }: RequestOptions = {},
): Promise<Answer> {
  const data = body === undefined ? "" : `--data '${body}'`;
  const url = `${lab.urls[scheme]}${path.slice(1)}`;
  const { stdout, status, stderr } = await lab.client.run(
    `curl --insecure --silent --show-error --max-time 30 --request ${method} ${data} ${option} --write-out '${MARK}${FORMAT}' ${url}`,
  );
  const end = stdout.lastIndexOf(MARK);
  if (end < 0) throw new Error(`${method} ${url}: expected curl to say what it got, found status ${status}: ${stderr}`);
  // curl writes the status of no answer as 000, which is no number in JSON.
  const facts = stdout.slice(end + MARK.length).replace('"status":000', '"status":0');
  return { ...(JSON.parse(facts) as Omit<Answer, "body">), body: stdout.slice(0, end) };
}
