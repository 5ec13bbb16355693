import { notMeasured, sharing, type Finding, type Found, type Row } from "./requirement";

/** Point 1: an application node fails. Judged by the drills' own report. */
export const NODE_FAILURE: readonly Row[] = sharing(
  { point: 1, load: "all endpoints, 60/s", reach: "drill", needs: [] },
  [
    {
      id: "node-failure",
      text: "The failure of either application node is not noticed by a user",
      limit: { atMost: 0 },
      unit: "failed requests",
      finding: failedRequests,
    },
    {
      id: "node-recovery",
      text: "A failed node is back in under one minute",
      limit: { atMost: 60 },
      unit: "s",
      finding: recovery,
    },
  ],
);

function failedRequests({ facts: { nodeFailures } }: Found): Finding {
  if (!nodeFailures) return notMeasured();
  const { failed, requests, drills } = nodeFailures;
  return { value: failed, detail: `${failed} of ${requests} in drills ${drills.join(", ")}` };
}

function recovery({ facts: { nodeFailures } }: Found): Finding {
  if (!nodeFailures) return notMeasured();
  const { recoverySeconds = Infinity, drills } = nodeFailures;
  return { value: recoverySeconds, detail: `drills ${drills.join(", ")}` };
}
