import { createHash } from "node:crypto";
import type { Installation } from "../../../config/schema";
import { type Finding, ok, warning, wrong } from "../finding";

/** The binary that machines will download; a local file is the config's own check. */
export async function binary({ bingo }: Installation): Promise<readonly Finding[]> {
  if ("file" in bingo.binary) return [ok(`${bingo.binary.file} is carried by the deployment`)];
  const { url, sha256 } = bingo.binary;
  const response = await reach(url, sha256 === undefined ? "HEAD" : "GET");
  if (!response.ok) {
    const text = `bingo.binary.url: expected the binary, found status ${response.status}`;
    return [wrong(text, `mend the URL, or take a file: bingo.binary.file`)];
  }
  if (sha256 === undefined) return [ok(url)];
  const hash = createHash("sha256");
  for await (const piece of response.body ?? []) hash.update(piece as Uint8Array);
  const found = hash.digest("hex");
  if (found === sha256) return [ok(`${url}, with the hash of the config`)];
  return [wrong(`bingo.binary.sha256 is ${sha256}, and the file at the URL has ${found}`, "mend the URL or the hash")];
}

/** Debian's archive. It is asked from here, and the machines are elsewhere: what fails is worth a look and no more. */
export async function debian(archive: string): Promise<readonly Finding[]> {
  const url = `${archive}/dists/trixie/InRelease`;
  const { ok: good, status } = await reach(url, "HEAD");
  if (good) return [ok(archive)];
  return [
    warning(`${url}: expected status 200, found ${status}`, "machines install from there: look whether it is down"),
  ];
}

async function reach(url: string, method: "GET" | "HEAD"): Promise<Response> {
  try {
    return await fetch(url, { method });
  } catch {
    throw new Error(`${new URL(url).host} cannot be reached from here`);
  }
}
