import type { Http3 } from "../facts";
import type { Measuring } from "./measuring";

/** Enough to see a part that is broken: where one socket of four is read by nobody, 30 of 40 are answered. */
const REQUESTS = 40;
/** A service that answers nothing over HTTP/3 is not asked for minutes. */
const FAILURES_ENOUGH = 3;
const TIMEOUT_SECONDS = 10;

/** Sends requests with a curl that uses HTTP/3 and nothing else. */
export async function http3(measuring: Measuring): Promise<void> {
  measuring.progress.begin("HTTP/3", 5);
  measuring.facts.http3 = await asked(measuring);
}

async function asked(measuring: Measuring): Promise<Http3> {
  const { curl } = measuring.subject;
  const version = await curl(["--version"]).catch((error: unknown) => String(error));
  if (typeof version === "string") return { impossible: `no curl: ${version}`, asked: 0, answered: 0 };
  if (!/^Features:.*\bHTTP3\b/m.test(version.stdout)) {
    const [first = version.stderr] = version.stdout.split("\n");
    return { impossible: `this curl has no HTTP/3: ${first.slice(0, 60)}`, asked: 0, answered: 0 };
  }
  let [asked, answered] = [0, 0];
  let complaint: string | undefined;
  while (asked < REQUESTS && asked - answered < FAILURES_ENOUGH) {
    measuring.signal.throwIfAborted();
    const { stdout, stderr } = await curl(args(measuring));
    asked++;
    if (stdout.trim() === "3 200") answered++;
    else complaint ??= (stderr.trim() || stdout.trim()).slice(0, 200);
  }
  return { asked, answered, ...(complaint === undefined ? {} : { complaint }) };
}

function args({ subject }: Measuring): readonly string[] {
  const { https, address } = subject;
  const { hostname, port } = new URL(https);
  return [
    ...["--http3-only", "--insecure", "--silent", "--show-error", "--max-time", String(TIMEOUT_SECONDS)],
    ...(address === undefined ? [] : ["--resolve", `${hostname}:${port || "443"}:${address}`]),
    ...["--output", "/dev/null", "--write-out", "%{http_version} %{response_code}", `${https}/ping`],
  ];
}
