import type { Http3 } from "../facts";
import type { Subject } from "../subject";
import type { Measuring } from "./measuring";

/** Enough to see a part that is broken: where one socket of four is read by nobody, 30 of 40 are answered. */
const REQUESTS = 40;
/** A service that answers nothing over HTTP/3 is not asked for minutes. */
const FAILURES_ENOUGH = 3;
const TIMEOUT_SECONDS = 10;

/** Measures how many requests over HTTP/3 are answered. */
export async function http3(measuring: Measuring): Promise<void> {
  measuring.progress.begin("HTTP/3", 5);
  measuring.facts.http3 = await askOverHttp3(measuring.subject, measuring.signal);
}

/** Sends 40 requests, each on a connection of its own, by a curl that uses HTTP/3 and nothing else; fewer when three have failed. */
export async function askOverHttp3(
  subject: Pick<Subject, "curl" | "https" | "address">,
  signal = new AbortController().signal,
): Promise<Http3> {
  const { curl } = subject;
  const version = await curl(["--version"]).catch((error: unknown) => String(error));
  if (typeof version === "string") return { impossible: `no curl: ${version}`, asked: 0, answered: 0 };
  if (!/^Features:.*\bHTTP3\b/m.test(version.stdout)) {
    const [first = version.stderr] = version.stdout.split("\n");
    return { impossible: `this curl has no HTTP/3: ${first.slice(0, 60)}`, asked: 0, answered: 0 };
  }
  let [asked, answered] = [0, 0];
  let complaint: string | undefined;
  while (asked < REQUESTS && asked - answered < FAILURES_ENOUGH) {
    signal.throwIfAborted();
    const { stdout, stderr } = await curl(args(subject));
    asked++;
    if (stdout.trim() === "3 200") answered++;
    else complaint ??= (stderr.trim() || stdout.trim()).slice(0, 200);
  }
  return { asked, answered, ...(complaint === undefined ? {} : { complaint }) };
}

function args({ https, address }: Pick<Subject, "https" | "address">): readonly string[] {
  const { hostname, port } = new URL(https);
  return [
    ...["--http3-only", "--insecure", "--silent", "--show-error", "--max-time", String(TIMEOUT_SECONDS)],
    ...(address === undefined ? [] : ["--resolve", `${hostname}:${port || "443"}:${address}`]),
    ...["--output", "/dev/null", "--write-out", "%{http_version} %{response_code}", `${https}/ping`],
  ];
}
