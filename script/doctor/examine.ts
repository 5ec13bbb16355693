import { setTimeout as sleep } from "node:timers/promises";
import { messageOf } from "../../config/message-of";
import { type Check, type Finding, notChecked } from "./finding";

/** The findings of one check. */
export interface Examined {
  readonly name: string;
  readonly findings: readonly Finding[];
}

/** How long a check may take, in seconds. All run at the same time, so this is how long an examination takes at most. */
export const PATIENCE_SECONDS = 15;

/** Makes all checks at the same time. One that fails or takes too long has found nothing out, and keeps no other back. */
export async function examine(
  checks: readonly Check[],
  patienceSeconds: number = PATIENCE_SECONDS,
): Promise<readonly Examined[]> {
  return Promise.all(
    checks.map(async ({ name, look }) => ({ name, findings: await withPatience(look, patienceSeconds) })),
  );
}

async function withPatience(look: Check["look"], seconds: number): Promise<readonly Finding[]> {
  const waiting = new AbortController();
  try {
    return await Promise.race([
      (async () => look())(),
      sleep(seconds * 1000, undefined, { signal: waiting.signal }).then(() => [
        notChecked(`there was no answer within ${seconds} s`),
      ]),
    ]);
  } catch (error) {
    return [notChecked(messageOf(error))];
  } finally {
    waiting.abort();
  }
}
