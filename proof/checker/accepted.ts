import type { Facts as AcceptanceFacts } from "../acceptance/facts";
import { requirements } from "../acceptance/requirements";
import type { Requirement } from "../acceptance/requirements/requirement";
import type { Limit } from "../report/format";
import type { Check, Found } from "./row";

/** Judges by requirements of the acceptance list, whose limits and findings these are. @param names by their ids */
export function asAccepted(
  { plan, subject }: Found,
  facts: AcceptanceFacts,
  names: Readonly<Record<string, string>>,
): readonly Check[] {
  return Object.entries(names).map(([id, name]): Check => {
    const { limit, unit, finding } = requirement(id, { plan, subject });
    return { name, limit, unit, ...finding({ facts, plan: plan.acceptance, subject }) };
  });
}

/** The limit of a requirement of the acceptance list. */
export function limitOf(id: string, found: Pick<Found, "plan" | "subject">): Limit {
  return requirement(id, found).limit;
}

/** @throws when the acceptance list has no such requirement */
function requirement(id: string, { plan, subject }: Pick<Found, "plan" | "subject">): Requirement {
  const found = requirements(plan.acceptance, subject.prepared).find((each) => each.id === id);
  if (!found) throw new Error(`acceptance list: expected a requirement ${id}, found none`);
  return found;
}
