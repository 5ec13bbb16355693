import type { Lab } from "../../../lab";

/**
 * How old the answers of /long_dummy are that a client gets who asks once a second, in seconds.
 *
 * @param seconds for how long it asks
 */
export async function longDummyAges(lab: Lab, seconds: number): Promise<readonly number[]> {
  const ask = `echo $(curl --insecure --silent --fail --max-time 30 ${lab.urls.https}long_dummy) $(date +%s.%N)`;
  const said = await lab.client.succeed(`for ((n = 0; n < ${String(seconds)}; n++)); do ${ask}; sleep 1; done`, {
    timeoutSeconds: seconds * 2,
  });
  return said
    .trim()
    .split("\n")
    .map((line) => {
      const [, made = "", now = ""] = /^\{"made_at":"([^"]+)"\} (\S+)$/.exec(line) ?? [];
      if (made === "") throw new Error(`/long_dummy: expected {"made_at": …}, found ${line}`);
      return Number(now) - Date.parse(made) / 1000;
    });
}
