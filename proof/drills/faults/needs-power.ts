import type { Site } from "../site";

/** Power and network of a machine are the cloud's: a deployment's own machines have no hand on them. */
export function needsPower({ deployment }: Site): Promise<string | undefined> {
  return Promise.resolve(
    deployment.power ? undefined : "not possible over SSH: it takes a hand on the machine's power and network",
  );
}
