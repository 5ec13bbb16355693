import type { Facts } from "../facts";
import { missing, type Finding } from "./finding";

export function nodeFailure({ nodeFailures }: Facts): Finding {
  if (!nodeFailures) return missing();
  const { failed, requests, drills } = nodeFailures;
  return { value: failed, detail: `${failed} of ${requests} in drills ${drills.join(", ")}` };
}

export function nodeRecovery({ nodeFailures }: Facts): Finding {
  if (!nodeFailures) return missing();
  const { recoverySeconds = Infinity, drills } = nodeFailures;
  return { value: recoverySeconds, detail: `drills ${drills.join(", ")}` };
}
