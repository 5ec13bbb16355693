import type { Site } from "../site";

/** Says why a fault needs the power and the network of a machine; undefined where they can be switched. */
export function needsPower({ deployment }: Site): Promise<string | undefined> {
  return Promise.resolve(
    deployment.power
      ? undefined
      : "not possible over SSH: the machine's power and network cannot be switched from here",
  );
}
