import type { Outcome } from "../report/conclusion";
import { holds } from "../report/format";
import type { Found, Requirement } from "./requirements/requirement";

/** The judgement of one requirement. */
export interface Verdict {
  readonly requirement: Requirement;
  readonly outcome: Outcome;
  /** In the requirement's unit. */
  readonly measured?: number;
  /** The evidence, or the reason why nothing was measured. */
  readonly detail: string;
}

/** For each step that did not finish, the reason. */
export type Unfinished = ReadonlyMap<string, string>;

const NOT_FROM_HERE: Readonly<Record<Requirement["reach"], string>> = {
  outside: "not asked for",
  machines: "needs the machines: --lab",
  drill: "needs faults: npm run drill -- --json FILE, then --drills FILE",
  person: "not to be seen in what is deployed",
};

/**
 * Judges one requirement by what was measured. Pure. A requirement is open when one of its measurements did not finish,
 * with the value so far.
 */
export function judgeRequirement(requirement: Requirement, found: Found, unfinished: Unfinished): Verdict {
  const { value, detail = "" } = requirement.finding(found);
  const cause = requirement.needs.map((step) => unfinished.get(step)).find(Boolean);
  if (cause !== undefined) {
    const soFar = value === undefined ? {} : { measured: value };
    return { requirement, outcome: "not measured", ...soFar, detail: [cause, detail].filter(Boolean).join("; ") };
  }
  if (value === undefined || Number.isNaN(value)) {
    return { requirement, outcome: "not measured", detail: detail || NOT_FROM_HERE[requirement.reach] };
  }
  return { requirement, outcome: holds(requirement.limit, value) ? "pass" : "fail", measured: value, detail };
}

/** The verdict on the whole, which becomes the exit status. */
export type Conclusion = "accepted" | "rejected" | "undecided";

/**
 * Concludes from all verdicts. Rejected: a requirement fails. Undecided: a requirement that can be measured from here
 * was not measured. Requirements that can only be judged elsewhere decide nothing; reports name them.
 *
 * @param withMachines whether the machines can be reached from here
 */
export function conclude(verdicts: readonly Verdict[], withMachines: boolean): Conclusion {
  if (verdicts.some(({ outcome }) => outcome === "fail")) return "rejected";
  const open = verdicts.filter(({ outcome, requirement: { reach } }) => {
    return outcome === "not measured" && (reach === "outside" || (reach === "machines" && withMachines));
  });
  return open.length === 0 && verdicts.some(({ outcome }) => outcome === "pass") ? "accepted" : "undecided";
}
