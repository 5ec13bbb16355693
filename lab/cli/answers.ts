import type { DaemonClient } from "../cloud/client";
import type { LabUrls } from "./outputs";

/** The protocols by which a client in the lab's internet requests the service. */
const PROTOCOLS = [
  { name: "http", option: "--http1.1", url: "http" },
  { name: "https", option: "--http1.1", url: "https" },
  { name: "HTTP/2", option: "--http2", url: "https" },
  { name: "HTTP/3", option: "--http3-only", url: "https" },
] as const;

const TIMEOUT_SECONDS = 15;

/**
 * Requests the service from a client in the lab's internet.
 *
 * @returns one line with the answer for each protocol.
 * @throws when the service does not answer 200 over one of them.
 */
export async function answers(daemon: DaemonClient, urls: LabUrls): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const { name, option, url } of PROTOCOLS) {
    const address = `${urls[url]}api/movie/1`;
    const format = "\\n%{http_version} %{http_code} %{time_total}";
    const command = ["curl", "-sS", "--insecure", option, "--write-out", format, address];
    const { status, stdout, stderr } = await daemon.execOnClient(command, { timeoutSeconds: TIMEOUT_SECONDS });
    const [version = "", code = "", seconds = ""] = (stdout.split("\n").at(-1) ?? "").split(" ");
    if (status !== 0 || code !== "200") {
      throw new Error(`${address} by ${name}: expected 200, found ${status === 0 ? code : stderr.trim()}`);
    }
    const body = stdout.slice(0, stdout.lastIndexOf("\n")).trim();
    lines.push(`${name.padEnd(8)} ${address} -> ${code} in ${seconds} s (version ${version}): ${body}`);
  }
  return lines;
}
