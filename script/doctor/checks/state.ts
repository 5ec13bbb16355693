import { randomUUID } from "node:crypto";
import type { Installation } from "../../../config/schema";
import { accessKey, type Answer, StateBucket } from "../../state/bucket";
import { type Finding, notChecked, ok, wrong } from "../finding";

const ELSEWHERE =
  "keep the state where conditional writes are known (https://storage.yandexcloud.net), or on this machine (state.local)";
const CONDITION_FAILED = 412;

/**
 * The bucket of the state, and whether it can be locked. The engine takes a lock by a write with `If-None-Match: *`, which
 * has to fail when the object is there. A service that does not know this header lets everybody have every lock, and no
 * engine notices. So an object is written twice.
 */
export async function state({ state }: Installation, env: NodeJS.ProcessEnv): Promise<readonly Finding[]> {
  if ("local" in state) return [ok(`on this machine, in ${state.local.folder}`)];
  const key = accessKey(env);
  if (key === undefined) {
    if (env["AWS_PROFILE"]) return [notChecked("the key is in a profile: the bucket and its locks were not tried")];
    return [
      wrong("expected AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, found none", "export the bucket's static key"),
    ];
  }
  return tried(new StateBucket(state.objectStorage, key, env));
}

async function tried(bucket: StateBucket): Promise<readonly Finding[]> {
  const name = `doctor-${randomUUID()}`;
  const first = await bucket.writeNew(name, "to be removed");
  if (!succeeded(first)) {
    const about = `${bucket.place}: expected to write into it, found status ${first.status}: ${codeOf(first)}`;
    return [wrong(about, "make the bucket, and give the key's account the role storage.editor on it")];
  }
  const second = await bucket.writeNew(name, "must not be written");
  const removed = await bucket.remove(name);
  if (succeeded(second)) {
    const about = "a write that has to fail when the object is there (If-None-Match) did not: no lock would hold";
    return [wrong(`${bucket.place}: ${about}, and two deployments at once would spoil the state`, ELSEWHERE)];
  }
  if (second.status !== CONDITION_FAILED) {
    const about = `expected status ${CONDITION_FAILED} of a second write with If-None-Match, found ${second.status}`;
    return [wrong(`${bucket.place}: ${about}: ${codeOf(second)}`, ELSEWHERE)];
  }
  if (!succeeded(removed)) {
    const about = `the key may not delete objects (status ${removed.status}): no lock would ever end`;
    return [wrong(`${bucket.place}: ${about}`, "give its account the role storage.editor on the bucket")];
  }
  return [ok(`${bucket.place}, which can be locked`)];
}

function succeeded({ status }: Answer): boolean {
  return status >= 200 && status < 300;
}

/** The S3 service's own word for what is wrong, for example `NoSuchBucket`. */
function codeOf({ body }: Answer): string {
  return /<Code>([^<]*)<\/Code>/.exec(body)?.[1] ?? body.slice(0, 200);
}
