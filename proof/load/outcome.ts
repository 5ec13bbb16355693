import type { Sample } from "./history";
import { isGood, type Answer, type Request } from "./request";

/** What became of a request, apart from its moments. */
export function outcomeOf(
  request: Request,
  answer: Answer,
): Pick<Sample, "endpoint" | "status" | "error" | "good" | "poisoned"> {
  const { endpoint, poisoned = false } = request;
  const { status, error } = answer;
  return { endpoint, status, ...(error === undefined ? {} : { error }), good: isGood(request, answer), poisoned };
}
