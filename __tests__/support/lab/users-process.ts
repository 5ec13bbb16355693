/**
 * Mixed users of all endpoints: `users-process.ts URL RATE`. They come until its standard input ends; then it prints all
 * samples as JSON. A process of its own: whatever else a test does would hold them up.
 */
import { HttpClient } from "../../../proof/load/http-client";
import { discoverIds } from "../../../proof/load/ids";
import { MixedUsers } from "../../../proof/load/mixed-users";
import { openLoop } from "../../../proof/load/open-loop";

/** More than any test takes. */
const MOST_SECONDS = 900;

async function main(url: string, rate: number): Promise<void> {
  const target = { url, insecure: true };
  const client = new HttpClient(target);
  const ids = await discoverIds(client).finally(() => client.close());
  const end = new AbortController();
  process.stdin.resume().once("end", () => {
    end.abort();
  });
  const source = new MixedUsers(ids);
  const { samples } = await openLoop({ target, rate, durationSeconds: MOST_SECONDS, source, signal: end.signal });
  process.stdout.write(JSON.stringify(samples));
}

const [url = "", rate = ""] = process.argv.slice(2);
void main(url, Number(rate));
