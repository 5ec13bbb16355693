import Table from "cli-table3";
import type { Acceptance } from "../accept";
import type { Verdict } from "../judge";
import { figure, limitText } from "../../report/format";

/** Width of all columns but the last, with their borders. */
const OTHER_COLUMNS = 130;

const SHOWN_SESSIONS = 10;

const WORDS = { pass: "pass", fail: "FAIL", "not measured": "not measured" } as const;

/** Prints for a terminal: every row with what was measured beside its limit, then the conclusion. */
export function textReport(acceptance: Acceptance, columns = 170): string {
  const { verdicts, facts, left } = acceptance;
  const judged = verdicts.filter(({ outcome }) => outcome !== "not measured");
  const open = verdicts.filter(({ outcome }) => outcome === "not measured");
  const table = new Table({
    head: ["", "requirement", "measured", "limit", "", "evidence"],
    colWidths: [null, null, null, null, null, Math.max(30, columns - OTHER_COLUMNS)],
    wordWrap: true,
    style: { head: [], border: [], compact: true },
  });
  for (const { requirement, outcome, measured, detail } of judged) {
    const { point, text, unit, limit, load } = requirement;
    table.push([
      String(point),
      load === "none" ? text : `${text} (${load})`,
      measured === undefined ? "-" : `${figure(measured)} ${unit}`,
      limitText(limit),
      WORDS[outcome],
      detail,
    ]);
  }
  const lines = [judged.length > 0 ? table.toString() : ""];
  if (open.length > 0) lines.push("", "Not measured:", ...open.map(openLine));
  const { certificate } = facts;
  if (certificate) {
    const self = certificate.selfSigned ? "self-signed" : `signed by ${certificate.issuer}`;
    lines.push("", `Certificate seen: ${certificate.subject}, ${self}. The certificate's trust was not checked.`);
  }
  if (left.length > 0) {
    const some = left.slice(0, SHOWN_SESSIONS).join(", ");
    lines.push("", `${left.length} sessions of this run stay, for example ${some}.`);
  }
  lines.push("", conclusionLine(acceptance));
  return lines.join("\n").trimStart();
}

function openLine({ requirement: { id, text, unit }, measured, detail }: Verdict): string {
  const soFar = measured === undefined ? "" : ` (so far ${figure(measured)} ${unit})`;
  return `  ${id}: ${text}: ${detail}${soFar}`;
}

/** States the conclusion in one sentence. */
export function conclusionLine({ verdicts, conclusion, interrupted, plan, seconds }: Acceptance): string {
  const count = (outcome: Verdict["outcome"]): number =>
    verdicts.filter((verdict) => verdict.outcome === outcome).length;
  const word = { accepted: "Accepted", rejected: "Rejected", undecided: "Undecided" }[conclusion];
  const how = interrupted ? "interrupted" : `the ${plan.name} plan`;
  const counts = `${count("pass")} passed, ${count("fail")} failed, ${count("not measured")} not measured`;
  return `${word}: ${counts} (${how}, ${figure(seconds)} s).`;
}
